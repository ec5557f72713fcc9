//! Names within a domain: fully qualified, or a domain with a path or a key behind it.

use super::{dns1123_label, dns1123_subdomain, label_key, pattern};
use crate::validation::field::{ErrorList, FieldError, Path};

/// A domain of at least three labels.
pub fn fully_qualified_name(path: &Path<'_>, name: &str) -> ErrorList {
    if name.is_empty() {
        return FieldError::required(path, "").into();
    }
    let errors = dns1123_subdomain(name);
    if !errors.is_empty() {
        return FieldError::invalid(path, name, errors.join(",")).into();
    }
    if name.split('.').count() < 3 {
        let detail = "should be a domain with at least three segments separated by dots";
        return FieldError::invalid(path, name, detail).into();
    }
    ErrorList::new()
}

/// A domain of at least two labels, perhaps with a dot at its end.
pub fn fully_qualified_domain_name(path: &Path<'_>, name: &str) -> ErrorList {
    if name.is_empty() {
        return FieldError::required(path, "").into();
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let errors = dns1123_subdomain(name);
    if !errors.is_empty() {
        return FieldError::invalid(path, name, errors.join(",")).into();
    }
    if !name.contains('.') {
        let detail = "should be a domain with at least two segments separated by dots";
        return FieldError::invalid(path, name, detail).into();
    }
    let faulty = name.split('.').map(|label| (label, dns1123_label(label)));
    match faulty.into_iter().find(|(_, errors)| !errors.is_empty()) {
        Some((label, errors)) => FieldError::invalid(path, label, errors.join(",")).into(),
        None => ErrorList::new(),
    }
}

/// A domain, a slash and the path of a URL: `acme.io/foo`.
pub fn domain_prefixed_path(path: &Path<'_>, value: &str) -> ErrorList {
    const PATH_PATTERN: &str = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+";
    if value.is_empty() {
        return FieldError::required(path, "").into();
    }
    let Some((host, rest)) =
        value.split_once('/').filter(|(host, rest)| !host.is_empty() && !rest.is_empty())
    else {
        let detail = "must be a domain-prefixed path (such as \"acme.io/foo\")";
        return FieldError::invalid(path, value, detail).into();
    };
    let mut errors: ErrorList = dns1123_subdomain(host)
        .into_iter()
        .map(|error| FieldError::invalid(path, host, error))
        .collect();
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&b);
    if !rest.bytes().all(allowed) {
        errors.push(FieldError::invalid(path, rest, pattern("Invalid path", PATH_PATTERN, &[])));
    }
    errors
}

/// A domain, a slash and a name: `acme.io/foo`.
pub fn domain_prefixed_key(path: &Path<'_>, key: &str) -> ErrorList {
    if key.is_empty() {
        return FieldError::required(path, "").into();
    }
    let errors: ErrorList =
        label_key(key).into_iter().map(|error| FieldError::invalid(path, key, error)).collect();
    if errors.is_empty() && !key.contains('/') {
        let detail = "must be a domain-prefixed key (such as \"acme.io/foo\")";
        return FieldError::invalid(path, key, detail).into();
    }
    errors
}
