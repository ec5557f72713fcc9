//! A limit on what one source may tell of one object.

use std::time::Duration;

use bowline_apimachinery::time::MicroTime;

use super::Note;
use super::lru::Lru;

/// *Upstream:* the defaults of `client-go/tools/record/events_cache.go`.
const BURST: f64 = 25.0;
const REFILL: Duration = Duration::from_secs(300);
const CAPACITY: usize = 4096;

/// Token buckets by object.
#[derive(Debug)]
pub(super) struct SpamFilter {
    buckets: Lru<String, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: MicroTime,
}

impl SpamFilter {
    pub(super) fn new() -> Self {
        Self { buckets: Lru::new(CAPACITY) }
    }

    /// Whether this may be told.
    pub(super) fn admits(&mut self, note: &Note) -> bool {
        let object = &note.regarding;
        let key = [&object.kind, &object.namespace, &object.name, &object.uid, &object.api_version]
            .map(String::as_str)
            .join("\0");
        let bucket = self.buckets.entry(&key, || Bucket { tokens: BURST, at: note.time });
        let passed = note.time.since(bucket.at).to_std().as_secs_f64();
        bucket.tokens = (bucket.tokens + passed / REFILL.as_secs_f64()).min(BURST);
        bucket.at = note.time;
        let admitted = bucket.tokens >= 1.0;
        if admitted {
            bucket.tokens -= 1.0;
        }
        admitted
    }
}
