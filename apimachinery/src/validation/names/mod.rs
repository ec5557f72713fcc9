//! Checks of names, keys and small values. Each answers with its complaints, none when all is
//! well.
//!
//! Upstream: `apimachinery/pkg/util/validation/validation.go`, `pkg/api/validate/content`,
//! `pkg/api/validation/generic.go`.

mod dns;
mod domain;
mod keys;
mod numbers;
mod object_name;
mod path_segment;
#[cfg(test)]
mod tests;

pub use dns::{
    dns1035_label, dns1123_label, dns1123_subdomain, dns1123_subdomain_caseless,
    dns1123_subdomain_with_underscore, wildcard_dns1123_subdomain,
};
pub use domain::{
    domain_prefixed_key, domain_prefixed_path, fully_qualified_domain_name, fully_qualified_name,
};
pub use keys::{
    c_identifier, condition_reason, config_map_key, env_var_name, field_manager, finalizer_name,
    http_header_name, label_key, label_value, qualified_name, relaxed_env_var_name,
};
pub use numbers::{decimal_integer, group_id, in_range, percent, port_name, port_number, user_id};
pub use object_name::{Generated, NameRule, namespace_name};
pub use path_segment::{path_segment_name, path_segment_prefix};

/// The greatest length of a DNS label, of a label's value and of the name part of its key.
pub const LABEL_MAX_LENGTH: usize = 63;
/// The greatest length of a DNS subdomain.
pub const SUBDOMAIN_MAX_LENGTH: usize = 253;

const NON_EMPTY: &str = "must be non-empty";

fn max_length(limit: usize) -> String {
    format!("must be no more than {limit} characters")
}

/// The declarative half of upstream counts bytes, and says so.
fn max_bytes(limit: usize) -> String {
    format!("must be no more than {limit} bytes")
}

/// The message of a failed pattern, with the pattern and texts that would pass.
fn pattern(message: &str, pattern: &str, examples: &[&str]) -> String {
    let mut text = message.to_owned();
    if examples.is_empty() {
        text.push_str(" (");
    } else {
        text.push_str(" (e.g. ");
        let quoted: Vec<_> = examples.iter().map(|example| format!("'{example}', ")).collect();
        text.push_str(&quoted.join(" or "));
    }
    text.push_str("regex used for validation is '");
    text.push_str(pattern);
    text.push_str("')");
    text
}

/// Whether the text consists of characters that pass `inside` and begins and ends with one that
/// passes `ends`. The empty text does not.
fn is_made_of(text: &str, ends: impl Fn(u8) -> bool, inside: impl Fn(u8) -> bool) -> bool {
    match text.as_bytes() {
        [] => false,
        [only] => ends(*only),
        [first, middle @ .., last] => {
            ends(*first) && ends(*last) && middle.iter().all(|b| inside(*b))
        }
    }
}
