//! What the formats of strings accept.
//!
//! *Upstream:* `kube-openapi/pkg/validation/strfmt`, whose leniency is kept.

mod numbers;
mod patterns;
mod times;

use std::net::IpAddr;

use bowline_apimachinery::validation::ip::parse_cidr_sloppy;
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};

/// Whether a text is of a format; formats that nobody knows accept everything.
pub fn accepts(format: &str, text: &str) -> bool {
    match format.replace('-', "").as_str() {
        "bsonobjectid" => patterns::is_match(&patterns::BSON_OBJECT_ID, text),
        "byte" => patterns::is_match(&patterns::BASE64, text),
        "cidr" => parse_cidr_sloppy(text).is_some(),
        "creditcard" => numbers::is_credit_card(text),
        "date" => times::is_date(text),
        "datetime" => times::is_date_time(text),
        "duration" => times::is_duration(text),
        "email" => is_email(text),
        "hexcolor" => patterns::is_match(&patterns::HEX_COLOR, text),
        "hostname" => is_host_name(text),
        "ipv4" => text.contains('.') && is_ip(text).is_some_and(|ip| ip.is_ipv4()),
        "ipv6" => text.contains(':') && is_ip(text).is_some(),
        "isbn" => numbers::is_isbn10(text) || numbers::is_isbn13(text),
        "isbn10" => numbers::is_isbn10(text),
        "isbn13" => numbers::is_isbn13(text),
        "k8slongname" => dns1123_subdomain(text).is_empty(),
        "k8sshortname" => dns1123_label(text).is_empty(),
        "mac" => is_mac(text),
        "rgbcolor" => patterns::is_match(&patterns::RGB_COLOR, text),
        "ssn" => text.len() == 11 && patterns::is_match(&patterns::SSN, text),
        "uri" => is_request_uri(text),
        "uuid" => patterns::is_match(&patterns::UUID, text),
        "uuid3" => patterns::is_match(&patterns::UUID3, text),
        "uuid4" => patterns::is_match(&patterns::UUID4, text),
        "uuid5" => patterns::is_match(&patterns::UUID5, text),
        _ => true,
    }
}

fn is_ip(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

fn is_host_name(text: &str) -> bool {
    patterns::is_match(&patterns::HOST_NAME, text)
        && text.len() <= 255
        && text.split('.').all(|label| label.len() <= 63)
}

/// Six, eight or twenty bytes, in pairs with `:` or `-`, or in fours with `.`.
fn is_mac(text: &str) -> bool {
    let (separator, digits) = match text.as_bytes().get(2) {
        Some(b':') => (':', 2),
        Some(b'-') => ('-', 2),
        _ => ('.', 4),
    };
    let groups: Vec<&str> = text.split(separator).collect();
    let bytes = groups.len() * digits / 2;
    matches!(bytes, 6 | 8 | 20)
        && groups.iter().all(|g| g.len() == digits && g.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An absolute URI or an absolute path, as in a request line.
fn is_request_uri(text: &str) -> bool {
    if text.is_empty() || text.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return false;
    }
    if text.starts_with('/') {
        return valid_escapes(text);
    }
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut letters = scheme.bytes();
    let named = letters.next().is_some_and(|b| b.is_ascii_alphabetic())
        && letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if !named {
        return false;
    }
    match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = rest[..end].rsplit('@').next().unwrap_or("");
            is_authority(host) && valid_escapes(&rest[end..])
        }
        // What follows the scheme without a slash is opaque.
        None => valid_escapes(rest),
    }
}

fn is_authority(host: &str) -> bool {
    let port = if let Some(inner) = host.strip_prefix('[') {
        let Some((_, port)) = inner.split_once(']') else { return false };
        port.strip_prefix(':').or((port.is_empty()).then_some(""))
    } else {
        if host.contains([' ', '<', '>', '"', '{', '}', '^', '`', '|', '\\']) {
            return false;
        }
        Some(host.split_once(':').map_or("", |(_, port)| port))
    };
    port.is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
}

fn valid_escapes(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len())
        .filter(|&i| bytes[i] == b'%')
        .all(|i| bytes.get(i + 1..i + 3).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)))
}

/// An address as in a mail header, perhaps with a name before it.
fn is_email(text: &str) -> bool {
    let text = text.trim();
    let address = match text.strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
        Some((_, address)) => address,
        None => text,
    };
    let Some(at) = address.rfind('@') else { return false };
    let (local, domain) = (&address[..at], &address[at + 1..]);
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let literal = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']'));
    let domain = match literal {
        Some(ip) => is_ip(ip.trim_start_matches("IPv6:")).is_some(),
        None => is_dot_atom(domain),
    };
    (quoted || is_dot_atom(local)) && domain
}

fn is_dot_atom(text: &str) -> bool {
    let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii();
    !text.is_empty() && text.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}
