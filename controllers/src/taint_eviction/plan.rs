//! When a pod has to leave a tainted node.
//!
//! Upstream: `processPodOnNode` of `pkg/controller/tainteviction/taint_eviction.go`.

use std::time::Duration;

use bowline_api::core::v1::{Pod, Taint, TaintEffect};
use bowline_apimachinery::time::MicroTime;

/// How long the pod may stay: `None` for ever, zero when its time is up.
///
/// `since` is when the taints were first seen. Every taint with effect `NoExecute` has to be
/// tolerated; the shortest toleration counts.
#[must_use]
pub fn may_stay(pod: &Pod, taints: &[Taint], since: MicroTime, now: MicroTime) -> Option<Duration> {
    let mut shortest: Option<i64> = None;
    for taint in taints.iter().filter(|t| t.effect == TaintEffect::NoExecute) {
        let tolerations = pod.spec.tolerations.iter().filter(|t| t.tolerates(taint));
        let mut tolerated = false;
        for toleration in tolerations {
            tolerated = true;
            if let Some(seconds) = toleration.toleration_seconds {
                shortest = Some(shortest.unwrap_or(i64::MAX).min(seconds.max(0)));
            }
        }
        if !tolerated {
            return Some(Duration::ZERO);
        }
    }
    let allowed = Duration::from_secs(u64::try_from(shortest?).unwrap_or_default());
    Some(allowed.saturating_sub(now.since(since).to_std()))
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::Toleration;

    use super::*;

    #[test]
    fn the_shortest_toleration_counts() {
        let at = |seconds: i64| MicroTime::from_unix_micros(seconds * 1_000_000);
        let taint = Taint {
            key: "node.kubernetes.io/unreachable".to_owned(),
            effect: TaintEffect::NoExecute,
            ..Taint::default()
        };
        let toleration = |seconds| Toleration {
            key: taint.key.clone(),
            operator: "Exists".into(),
            toleration_seconds: seconds,
            ..Toleration::default()
        };
        let pod = |tolerations| {
            let mut pod = Pod::default();
            pod.spec.tolerations = tolerations;
            pod
        };
        let stays = |pod: &Pod, now| may_stay(pod, std::slice::from_ref(&taint), at(0), at(now));
        assert_eq!(stays(&pod(vec![]), 0), Some(Duration::ZERO));
        assert_eq!(stays(&pod(vec![toleration(None)]), 99), None);
        let both = pod(vec![toleration(Some(300)), toleration(Some(60))]);
        assert_eq!(stays(&both, 10), Some(Duration::from_secs(50)));
        assert_eq!(stays(&both, 70), Some(Duration::ZERO));
        assert_eq!(may_stay(&pod(vec![]), &[], at(0), at(0)), None);
    }
}
