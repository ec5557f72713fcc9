//! What the targets share: how one input is taken for several texts.

use serde_json::Value;

/// The lines of an input as JSON values; `None` if there are fewer than `N` or one is no JSON.
pub fn values<const N: usize>(text: &str) -> Option<[Value; N]> {
    let mut lines = text.splitn(N, '\n');
    let mut values = [const { Value::Null }; N];
    for value in &mut values {
        *value = serde_json::from_str(lines.next()?).ok()?;
    }
    Some(values)
}
