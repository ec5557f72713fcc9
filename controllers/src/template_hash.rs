//! The hash that names what is made from a pod template.
//!
//! Upstream hashes the memory dump of a Go value, which nothing but Go can repeat; this hashes the
//! template's JSON instead. Nobody depends on the value: equal templates are found by comparing
//! them, and the hash only has to be stable and to differ.
//!
//! Upstream: `ComputeHash` of `pkg/controller/controller_utils.go`.

use bowline_api::core::v1::PodTemplateSpec;
use bowline_apimachinery::codec::json;

/// The hash of a template, in letters and digits that spell no words; `collision_count` changes
/// it when another template already has it.
#[must_use]
pub fn template_hash(template: &PodTemplateSpec, collision_count: Option<i32>) -> String {
    // Whatever came over the wire as JSON has a JSON form again.
    let mut bytes = json::encode(template, None).unwrap_or_default();
    if let Some(count) = collision_count {
        bytes.extend_from_slice(&count.to_le_bytes());
    }
    safe_encode(&fnv1a_32(&bytes).to_string())
}

/// FNV-1a in 32 bits.
#[must_use]
pub fn fnv1a_32(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Spells a text with the alphabet of generated names, letter by letter.
///
/// Upstream: `SafeEncodeString` of `apimachinery/pkg/util/rand/rand.go`.
#[must_use]
pub fn safe_encode(text: &str) -> String {
    const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
    text.chars().map(|c| char::from(ALPHABET[c as usize % ALPHABET.len()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv_and_the_alphabet_are_the_published_ones() {
        assert_eq!(fnv1a_32(b""), 0x811c_9dc5);
        assert_eq!(fnv1a_32(b"a"), 0xe40c_292c);
        assert_eq!(fnv1a_32(b"foobar"), 0xbf9c_f968);
        assert_eq!(safe_encode("0123456789"), "456789bcdf");
    }

    #[test]
    fn a_template_keeps_its_hash_until_it_changes_or_collides() {
        let mut template = PodTemplateSpec::default();
        template.metadata.labels.insert("app".into(), "web".into());
        let hash = template_hash(&template, None);
        assert_eq!(hash, template_hash(&template.clone(), None));
        assert_ne!(hash, template_hash(&template, Some(1)));
        template.spec.hostname = "x".into();
        assert_ne!(hash, template_hash(&template, None));
    }
}
