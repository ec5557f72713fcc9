//! Ports on every node: one bit each, in one object that is compared and written.
//!
//! *Upstream:* `pkg/registry/core/service/portallocator`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use crate::registry::handle::Registry;
use crate::storage::StorageError;

const KEY: &str = "/registry/ranges/servicenodeports";

/// Why there is no port.
#[derive(Debug)]
pub(super) enum Refusal {
    Taken,
    OutOfRange,
    Full,
    Failed(Status),
}

/// The ports that are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bits(Vec<u8>);

impl Bits {
    /// Bit 0 is the lowest of the last byte, as in a big-endian number.
    fn get(&self, bit: usize) -> bool {
        let len = self.0.len();
        bit / 8 < len && self.0[len - 1 - bit / 8] & (1 << (bit % 8)) != 0
    }

    fn set(&mut self, bit: usize, on: bool) {
        if bit / 8 >= self.0.len() {
            let missing = bit / 8 + 1 - self.0.len();
            self.0.splice(0..0, std::iter::repeat_n(0, missing));
        }
        let at = self.0.len() - 1 - bit / 8;
        if on {
            self.0[at] |= 1 << (bit % 8);
        } else {
            self.0[at] &= !(1 << (bit % 8));
        }
    }
}

/// Takes a certain port.
pub(super) async fn take(
    registry: &Registry,
    range: (u16, u16),
    port: u16,
    dry_run: bool,
) -> Result<(), Refusal> {
    if !(range.0..=range.1).contains(&port) {
        return Err(Refusal::OutOfRange);
    }
    let bit = usize::from(port - range.0);
    change(registry, range, dry_run, |bits| {
        if bits.get(bit) {
            return Err(Refusal::Taken);
        }
        bits.set(bit, true);
        Ok(port)
    })
    .await
    .map(drop)
}

/// Takes any port.
pub(super) async fn take_any(
    registry: &Registry,
    range: (u16, u16),
    dry_run: bool,
) -> Result<u16, Refusal> {
    let size = u64::from(range.1 - range.0) + 1;
    let start = registry.environment().random.below(size);
    change(registry, range, dry_run, |bits| {
        for i in 0..size {
            let offset = u16::try_from((start + i) % size).unwrap_or(0);
            if !bits.get(usize::from(offset)) {
                bits.set(usize::from(offset), true);
                return Ok(range.0 + offset);
            }
        }
        Err(Refusal::Full)
    })
    .await
}

/// Gives ports back.
pub(super) async fn give_back(registry: &Registry, range: (u16, u16), ports: &[u16]) {
    let freed = change(registry, range, false, |bits| {
        for port in ports.iter().filter(|port| (range.0..=range.1).contains(port)) {
            bits.set(usize::from(port - range.0), false);
        }
        Ok(0)
    })
    .await;
    if let Err(refusal) = freed {
        tracing::warn!(?ports, ?refusal, "node ports of a service were not given back");
    }
}

async fn change(
    registry: &Registry,
    range: (u16, u16),
    dry_run: bool,
    edit: impl Fn(&mut Bits) -> Result<u16, Refusal>,
) -> Result<u16, Refusal> {
    let storage = &registry.environment().storage;
    let failed = |error: StorageError| Refusal::Failed(Status::internal(error));
    loop {
        let present = storage.get(KEY).await.map_err(failed)?.kv;
        let mut bits = present.as_ref().map(|kv| read(&kv.value)).unwrap_or_default();
        let port = edit(&mut bits)?;
        if dry_run {
            return Ok(port);
        }
        let written = match &present {
            Some(kv) => storage.update(KEY, write(range, &bits), kv.mod_revision, None).await,
            None => storage.create(KEY, write(range, &bits), None).await,
        };
        match written {
            Ok(_) => return Ok(port),
            Err(error) if error.is_conflict() || error.is_key_exists() || error.is_not_found() => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

fn read(stored: &[u8]) -> Bits {
    let object: Value = serde_json::from_slice(stored).unwrap_or_default();
    Bits(STANDARD.decode(object["data"].as_str().unwrap_or("")).unwrap_or_default())
}

fn write(range: (u16, u16), bits: &Bits) -> bytes::Bytes {
    let object = json!({
        "kind": "RangeAllocation", "apiVersion": "v1", "metadata": {},
        "range": format!("{}-{}", range.0, range.1), "data": STANDARD.encode(&bits.0),
    });
    object.to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_a_big_endian_number() {
        let mut bits = Bits::default();
        bits.set(0, true);
        bits.set(9, true);
        assert_eq!(bits.0, [0b10, 0b1]);
        assert!(bits.get(0) && bits.get(9) && !bits.get(1) && !bits.get(100));
        bits.set(9, false);
        assert_eq!(bits.0, [0, 1]);
        let back = read(&write((30_000, 32_767), &bits));
        assert_eq!(back, bits);
    }
}
