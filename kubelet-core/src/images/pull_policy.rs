//! When an image is pulled.

use bowline_api::core::v1::{Container, PullPolicy};

/// What to do about an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullDecision {
    /// Take the one that is there.
    Use,
    /// Pull it.
    Pull,
    /// There is none, and it must not be pulled.
    Never,
}

/// Decides by the container's policy, or by the image's tag if it has none.
#[must_use]
pub fn pull_decision(container: &Container, present: bool) -> PullDecision {
    match &container.image_pull_policy {
        PullPolicy::Always => PullDecision::Pull,
        PullPolicy::Never if present => PullDecision::Use,
        PullPolicy::Never => PullDecision::Never,
        PullPolicy::Unset if is_latest(&container.image) => PullDecision::Pull,
        _ if present => PullDecision::Use,
        _ => PullDecision::Pull,
    }
}

/// Whether the image is named by the tag `latest`, said or not.
#[must_use]
pub fn is_latest(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

/// Whether the text can be the name of an image: what the registry would refuse at once.
#[must_use]
pub fn is_valid_image(image: &str) -> bool {
    let (name, digest) = match image.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (image, None),
    };
    let (path, tag) = match name.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
        _ => (name, None),
    };
    let (domain, rest) = match path.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => {
            (Some(first), rest)
        }
        _ => (None, path),
    };
    let part_ok = |part: &str| {
        let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let bytes = part.as_bytes();
        edge(bytes.first())
            && edge(bytes.last())
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(b))
    };
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let tag_ok = |tag: &str| {
        let bytes = tag.as_bytes();
        bytes.len() <= 128
            && bytes.first().is_some_and(|b| word(*b))
            && bytes.iter().all(|b| word(*b) || b".-".contains(b))
    };
    let digest_ok = |digest: &str| {
        digest.split_once(':').is_some_and(|(algorithm, hex)| {
            !algorithm.is_empty() && hex.len() >= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())
        })
    };
    let domain_ok = |domain: &str| {
        !domain.is_empty()
            && domain.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-_[]".contains(&b))
    };
    rest.split('/').all(part_ok)
        && domain.is_none_or(domain_ok)
        && tag.is_none_or(tag_ok)
        && digest.is_none_or(digest_ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies() {
        use PullDecision::{Never, Pull, Use};
        let cases = [
            (PullPolicy::Always, "a:1", true, Pull),
            (PullPolicy::IfNotPresent, "a", true, Use),
            (PullPolicy::IfNotPresent, "a", false, Pull),
            (PullPolicy::Never, "a", true, Use),
            (PullPolicy::Never, "a", false, Never),
            (PullPolicy::Unset, "a", true, Pull),
            (PullPolicy::Unset, "host:5000/a", true, Pull),
            (PullPolicy::Unset, "host:5000/a:1", true, Use),
            (PullPolicy::Unset, "a@sha256:00", true, Use),
        ];
        for (image_pull_policy, image, present, want) in cases {
            let policy = image_pull_policy.as_str().to_owned();
            let container =
                Container { image_pull_policy, image: image.into(), ..Container::default() };
            assert_eq!(pull_decision(&container, present), want, "{policy} {image} {present}");
        }
    }

    #[test]
    fn names_of_images() {
        let digest = format!("a@sha256:{}", "0".repeat(64));
        for good in ["nginx", "nginx:1.27", "reg.io:5000/a/b-c:v1.2_3", "localhost/x", &digest] {
            assert!(is_valid_image(good), "{good}");
        }
        for bad in ["", "Nginx", "a:", "a b", "a//b", "-a", "a:té", "invalid_image_!@#", "a@sha256"]
        {
            assert!(!is_valid_image(bad), "{bad}");
        }
    }
}
