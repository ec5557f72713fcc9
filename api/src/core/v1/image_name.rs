//! Names of container images, as the reference grammar of registries has them.
//!
//! Upstream: `pkg/util/parsers/parsers.go`, and `github.com/distribution/reference` behind it.

/// The parts of an image's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageName {
    /// Registry and repository in full: `docker.io/library/nginx` for `nginx`.
    pub repository: String,
    /// The tag; `latest` where the name has neither tag nor digest, otherwise empty.
    pub tag: String,
    /// The digest, such as `sha256:...`; empty for none.
    pub digest: String,
}

/// A text that names no image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("couldn't parse image name {image:?}: {reason}")]
pub struct ImageNameError {
    image: String,
    reason: &'static str,
}

/// Reads an image's name, and completes the registry and the tag.
///
/// # Errors
/// When the text does not follow the grammar, such as with capitals in the repository.
pub fn parse_image_name(image: &str) -> Result<ImageName, ImageNameError> {
    parse(image).map_err(|reason| ImageNameError { image: image.to_owned(), reason })
}

fn parse(image: &str) -> Result<ImageName, &'static str> {
    if is_hex(image) && image.len() == 64 {
        return Err("cannot specify 64-byte hexadecimal strings");
    }
    let (domain, rest) = split_domain(image);
    let (rest, digest) = match rest.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (rest, None),
    };
    // The domain, which may have a port, is gone: a colon after the last slash begins the tag.
    let (path, tag) = match rest.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
        _ => (rest, None),
    };
    if path.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err("repository name must be lowercase");
    }
    let path = if domain == DOCKER_IO && !path.contains('/') && !path.is_empty() {
        format!("library/{path}")
    } else {
        path.to_owned()
    };
    let valid = (is_domain(domain) || is_path_component(domain))
        && path.split('/').all(is_path_component)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest);
    if !valid {
        return Err("invalid reference format");
    }
    if path.len() > 255 {
        return Err("repository name must not be more than 255 characters");
    }
    let tag = tag.unwrap_or(if digest.is_none() { "latest" } else { "" });
    Ok(ImageName {
        repository: format!("{domain}/{path}"),
        tag: tag.to_owned(),
        digest: digest.unwrap_or_default().to_owned(),
    })
}

const DOCKER_IO: &str = "docker.io";

/// Splits off the registry; what comes before the first slash is one if it looks like a host.
fn split_domain(image: &str) -> (&str, &str) {
    match image.split_once('/') {
        Some(("index.docker.io", rest)) => (DOCKER_IO, rest),
        Some((host, rest))
            if host.contains(['.', ':'])
                || host == "localhost"
                || host.bytes().any(|b| b.is_ascii_uppercase()) =>
        {
            (host, rest)
        }
        _ => (DOCKER_IO, image),
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A host name or an IPv6 address in brackets, and a port.
fn is_domain(domain: &str) -> bool {
    let (host, port) = match domain.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (domain, None),
    };
    let is_host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':')
        }
        None => host.split('.').all(|label| {
            label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
        }),
    };
    is_host && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Letters and digits in groups, between them a dot, one or two underscores, or any dashes.
fn is_path_component(component: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = component.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    is_word(*first)
        && is_word(*last)
        && bytes
            .split(|b| is_word(*b))
            .filter(|gap| !gap.is_empty())
            .all(|gap| matches!(gap, b"." | b"_" | b"__") || gap.iter().all(|b| *b == b'-'))
}

fn is_tag(tag: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128
        && tag.bytes().next().is_some_and(is_word)
        && tag.bytes().all(|b| is_word(b) || matches!(b, b'.' | b'-'))
}

/// One of the known hash functions and as many digits as it gives.
fn is_digest(digest: &str) -> bool {
    let Some((algorithm, sum)) = digest.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    sum.len() == length && is_hex(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed() {
        let sum = "0123456789abcdef".repeat(4);
        let pinned = format!("nginx@sha256:{sum}");
        let digest = format!("sha256:{sum}");
        let table = [
            ("nginx", "docker.io/library/nginx", "latest", ""),
            ("nginx:1.25", "docker.io/library/nginx", "1.25", ""),
            ("index.docker.io/nginx", "docker.io/library/nginx", "latest", ""),
            ("me/app", "docker.io/me/app", "latest", ""),
            ("registry:5000/app", "registry:5000/app", "latest", ""),
            ("localhost/app:v1", "localhost/app", "v1", ""),
            ("quay.io/a/b__c-d:x", "quay.io/a/b__c-d", "x", ""),
            ("Host/app", "Host/app", "latest", ""),
            (&pinned, "docker.io/library/nginx", "", &digest),
        ];
        for (image, repository, tag, digest) in table {
            let got = parse_image_name(image).unwrap();
            let want = ImageName {
                repository: repository.to_owned(),
                tag: tag.to_owned(),
                digest: digest.to_owned(),
            };
            assert_eq!(got, want, "{image}");
        }
    }

    #[test]
    fn texts_outside_the_grammar_name_nothing() {
        let hash = "0123456789abcdef".repeat(4);
        let long = format!("host/{}", "a".repeat(256));
        for image in [
            "",
            "Nginx",
            "nginx:",
            "nginx:-",
            "a//b",
            "/a",
            "a/",
            "-a",
            "a..b",
            "a___b",
            " a",
            "a b",
            "nginx@sha256:12",
            "nginx@md5:",
            "docker.io/",
            &hash,
            &long,
        ] {
            assert!(parse_image_name(image).is_err(), "{image:?}");
        }
    }
}
