//! URLs as Go reads them.

/// A parsed URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// Scheme in lower case.
    pub scheme: String,
    /// What follows the scheme, where no slash does.
    pub opaque: String,
    /// User and password as written.
    pub user: Option<String>,
    /// Host and port.
    pub host: String,
    /// Path as written.
    pub raw_path: String,
    /// Path decoded.
    path: Vec<u8>,
    /// Query as written.
    pub query: String,
    /// Fragment as written.
    pub fragment: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    Host,
    User,
    Query,
    Fragment,
}

impl Url {
    /// Reads a URL as a request may have it: absolute, or a path from the root.
    ///
    /// # Errors
    /// Go's reason.
    pub fn parse_request(text: &str) -> Result<Self, String> {
        Self::parse_with(text, true).map_err(|e| format!("parse {text:?}: {e}"))
    }

    /// Reads any URL, relative ones too.
    ///
    /// # Errors
    /// Go's reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let fail = |e: String| format!("parse {text:?}: {e}");
        let mut url = Self::parse_with(rest, false).map_err(fail)?;
        unescape(fragment, Part::Fragment).map_err(fail)?;
        fragment.clone_into(&mut url.fragment);
        Ok(url)
    }

    fn parse_with(text: &str, request: bool) -> Result<Self, String> {
        if text.bytes().any(|b| b < b' ' || b == 0x7f) {
            return Err("net/url: invalid control character in URL".to_owned());
        }
        if text.is_empty() && request {
            return Err("empty url".to_owned());
        }
        let mut url = Url::default();
        if text == "*" {
            url.set_path("*")?;
            return Ok(url);
        }
        let (scheme, rest) = split_scheme(text)?;
        url.scheme = scheme.to_ascii_lowercase();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        query.clone_into(&mut url.query);
        if !rest.starts_with('/') {
            if !url.scheme.is_empty() {
                rest.clone_into(&mut url.opaque);
                return Ok(url);
            }
            if request {
                return Err("invalid URI for request".to_owned());
            }
            let segment = rest.split('/').next().unwrap_or(rest);
            if segment.contains(':') {
                return Err("first path segment in URL cannot contain colon".to_owned());
            }
        }
        let mut rest = rest;
        let authority = !url.scheme.is_empty() || (!request && !rest.starts_with("///"));
        if authority && let Some(after) = rest.strip_prefix("//") {
            let end = after.find('/').unwrap_or(after.len());
            let (authority, path) = after.split_at(end);
            url.set_authority(authority)?;
            rest = path;
        }
        url.set_path(rest)?;
        Ok(url)
    }

    fn set_path(&mut self, path: &str) -> Result<(), String> {
        self.path = unescape(path, Part::Path)?;
        path.clone_into(&mut self.raw_path);
        Ok(())
    }

    fn set_authority(&mut self, authority: &str) -> Result<(), String> {
        let host = match authority.rsplit_once('@') {
            Some((user, host)) => {
                let valid = |b: u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b);
                if !user.bytes().all(valid) {
                    return Err("net/url: invalid userinfo".to_owned());
                }
                unescape(user, Part::User)?;
                self.user = Some(user.to_owned());
                host
            }
            None => authority,
        };
        let port = if host.starts_with('[') {
            let Some(end) = host.rfind(']') else {
                return Err("missing ']' in host".to_owned());
            };
            &host[end + 1..]
        } else {
            host.rfind(':').map_or("", |at| &host[at..])
        };
        let digits = port.strip_prefix(':');
        let valid =
            port.is_empty() || digits.is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()));
        if !valid {
            return Err(format!("invalid port {port:?} after host"));
        }
        let host = unescape(host, Part::Host)?;
        self.host = String::from_utf8_lossy(&host).into_owned();
        Ok(())
    }

    /// Host without port and brackets.
    pub fn hostname(&self) -> &str {
        let host = self.host_and_port().0;
        host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host)
    }

    /// Port, or empty.
    pub fn port(&self) -> &str {
        self.host_and_port().1
    }

    fn host_and_port(&self) -> (&str, &str) {
        match self.host.rfind(':') {
            Some(at) if self.host[at + 1..].bytes().all(|b| b.is_ascii_digit()) => {
                (&self.host[..at], &self.host[at + 1..])
            }
            _ => (&self.host, ""),
        }
    }

    /// Path as it may stand in a URL.
    pub fn escaped_path(&self) -> String {
        if valid_escaped(&self.raw_path) || self.path == b"*" {
            return self.raw_path.clone();
        }
        escape_path(&self.path)
    }

    /// Keys and values of the query, decoded, in order; what cannot be decoded is left out.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        let decode = |s: &str| {
            let bytes = unescape(s, Part::Query).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        self.query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.contains(';'))
            .filter_map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decode(key)?, decode(value)?))
            })
            .collect()
    }
}

fn split_scheme(text: &str) -> Result<(&str, &str), String> {
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if i > 0 => {}
            b':' if i == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => return Ok((&text[..i], &text[i + 1..])),
            _ => return Ok(("", text)),
        }
    }
    Ok(("", text))
}

fn unescape(text: &str, part: Part) -> Result<Vec<u8>, String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        match b {
            b'%' => {
                let digits =
                    text.get(i + 1..i + 3).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
                let Some(code) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) else {
                    let end = (i + 3).min(bytes.len());
                    let shown = String::from_utf8_lossy(&bytes[i..end]);
                    return Err(format!("invalid URL escape {shown:?}"));
                };
                if part == Part::Host && code < 0x80 && code != b'%' {
                    return Err(format!("invalid URL escape {:?}", &text[i..i + 3]));
                }
                out.push(code);
                i += 3;
                continue;
            }
            b'+' if part == Part::Query => out.push(b' '),
            b if part == Part::Host && b < 0x80 && !host_byte(b) => {
                let shown = char::from(b).to_string();
                return Err(format!("invalid character {shown:?} in host name"));
            }
            b => out.push(b),
        }
        i += 1;
    }
    Ok(out)
}

fn unreserved(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-_.~".contains(&b)
}

fn host_byte(b: u8) -> bool {
    unreserved(b) || b"!$&'()*+,;=:[]<>\"".contains(&b)
}

/// Whether a path is already written as it may stand in a URL.
fn valid_escaped(path: &str) -> bool {
    path.bytes().all(|b| unreserved(b) || b"!$&'()*+,;=:@[]%/".contains(&b))
}

fn escape_path(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    for &b in path {
        if unreserved(b) || b"$&+,/:;=@".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
