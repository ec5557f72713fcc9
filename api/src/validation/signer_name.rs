//! Names of signers of certificates, such as `example.com/my-signer`.
//!
//! *Upstream:* `ValidateSignerName` of `pkg/apis/core/validation/names.go`.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};

use super::faults::Faults as _;

/// How long the domain may be.
const MAX_DOMAIN: usize = 253;
/// How long a path may be that names one object of a kind.
const MAX_LENGTH: usize = 571;

pub(super) fn signer_name(name: &str, path: &Path<'_>, out: &mut ErrorList) {
    if name.is_empty() {
        return out.required(path, "");
    }
    let Some((domain, rest)) = name.split_once('/').filter(|(_, rest)| !rest.contains('/')) else {
        let why = "must be a fully qualified domain and path of the form \
                   'example.com/signer-name'";
        return out.invalid(path, name, why);
    };
    if domain.len() > MAX_DOMAIN {
        out.push(FieldError::too_long(path, MAX_DOMAIN));
    }
    labels(domain, dns1123_label, path, out);
    if !domain.contains('.') {
        out.invalid(
            path,
            domain,
            "should be a domain with at least two segments separated by dots",
        );
    }
    // A part may be the whole name of an object.
    labels(rest, dns1123_subdomain, path, out);
    if name.len() > MAX_LENGTH {
        out.push(FieldError::too_long(path, MAX_LENGTH));
    }
}

/// Tells what is wrong with the first bad part between dots; of the others, nothing new.
fn labels(text: &str, rule: fn(&str) -> Vec<String>, path: &Path<'_>, out: &mut ErrorList) {
    let faults = text.split('.').map(|label| (label, rule(label)));
    if let Some((label, faults)) = faults.into_iter().find(|(_, faults)| !faults.is_empty()) {
        for why in faults {
            out.invalid(path, text, &format!("validating label \"{label}\": {why}"));
        }
    }
}
