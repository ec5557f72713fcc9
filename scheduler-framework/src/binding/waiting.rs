//! Pods that have a node and wait for the permit to be bound.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{BoxFuture, Either, select};
use parking_lot::Mutex;

use crate::pod_info::PodInfo;
use crate::verdict::Rejection;

/// Waits for a while.
pub type Sleep = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// The pods that wait, for plugins that decide about them.
///
/// A clone speaks about the same pods. Upstream: `pkg/scheduler/framework/runtime/waiting_pods_map.go`.
#[derive(Clone, Default)]
pub struct WaitingPods {
    pods: Arc<Mutex<BTreeMap<String, Waiting>>>,
}

struct Waiting {
    pod: Arc<PodInfo>,
    node: String,
    pending: Vec<&'static str>,
    decision: oneshot::Sender<Result<(), Rejection>>,
}

/// A pod that waits.
#[derive(Clone, Debug)]
pub struct WaitingPod {
    /// The pod.
    pub pod: Arc<PodInfo>,
    /// The node that was chosen.
    pub node: String,
    /// The plugins that have not allowed it yet.
    pub pending: Vec<&'static str>,
}

/// The end of a wait.
#[derive(Debug)]
pub(crate) struct PermitWait {
    decision: oneshot::Receiver<Result<(), Rejection>>,
    /// The plugin that loses patience first, and when.
    first: (&'static str, Duration),
}

impl WaitingPods {
    /// The pods that wait, in the order of their uids.
    #[must_use]
    pub fn list(&self) -> Vec<WaitingPod> {
        let pods = self.pods.lock();
        let waiting = pods.values().map(|it| WaitingPod {
            pod: Arc::clone(&it.pod),
            node: it.node.clone(),
            pending: it.pending.clone(),
        });
        waiting.collect()
    }

    /// A plugin allows a pod; it is bound when all have. Tells whether the pod waited.
    pub fn allow(&self, uid: &str, plugin: &str) -> bool {
        let mut pods = self.pods.lock();
        let Some(waiting) = pods.get_mut(uid) else { return false };
        waiting.pending.retain(|it| *it != plugin);
        if waiting.pending.is_empty()
            && let Some(waiting) = pods.remove(uid)
        {
            // Whoever waited may have lost patience this very moment.
            let _ = waiting.decision.send(Ok(()));
        }
        true
    }

    /// A plugin rejects a pod. Tells whether the pod waited.
    pub fn reject(&self, uid: &str, rejection: Rejection) -> bool {
        let Some(waiting) = self.pods.lock().remove(uid) else { return false };
        let _ = waiting.decision.send(Err(rejection));
        true
    }

    /// Lets a pod wait for plugins, each with its patience.
    pub(crate) fn add(
        &self,
        pod: Arc<PodInfo>,
        node: &str,
        plugins: &[(&'static str, Duration)],
    ) -> Option<PermitWait> {
        let first = plugins.iter().copied().min_by_key(|(_, patience)| *patience)?;
        let (sender, decision) = oneshot::channel();
        let pending = plugins.iter().map(|(plugin, _)| *plugin).collect();
        let uid = pod.uid().to_owned();
        let waiting = Waiting { pod, node: node.to_owned(), pending, decision: sender };
        self.pods.lock().insert(uid, waiting);
        Some(PermitWait { decision, first })
    }

    pub(crate) fn remove(&self, uid: &str) {
        self.pods.lock().remove(uid);
    }
}

impl PermitWait {
    pub(crate) async fn decided(self, sleep: &Sleep) -> Result<(), Rejection> {
        let (plugin, patience) = self.first;
        match select(self.decision, sleep(patience)).await {
            Either::Left((Ok(decision), _)) => decision,
            Either::Left((Err(_), _)) => {
                Err(Rejection::unschedulable("the scheduler forgot the pod").by(plugin))
            }
            Either::Right(_) => {
                let waited = bowline_apimachinery::time::Duration::from(patience);
                let reason =
                    format!("rejected due to timeout after waiting {waited} at plugin {plugin}");
                Err(Rejection::unschedulable(reason).by(plugin))
            }
        }
    }
}

impl fmt::Debug for WaitingPods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list()).finish()
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;
    use crate::testing::pod;

    fn sleep(ends: bool) -> Sleep {
        Arc::new(move |_| match ends {
            true => futures::future::ready(()).boxed(),
            false => futures::future::pending().boxed(),
        })
    }

    fn wait(waiting: &WaitingPods) -> PermitWait {
        let plugins = [("A", Duration::from_secs(60)), ("B", Duration::from_secs(30))];
        waiting.add(Arc::new(pod("p").info()), "n", &plugins).unwrap()
    }

    #[test]
    fn all_plugins_must_allow() {
        let waiting = WaitingPods::default();
        let wait = wait(&waiting);
        assert!(waiting.allow("p", "A") && !waiting.allow("q", "A"));
        assert_eq!(waiting.list()[0].pending, ["B"]);
        assert!(waiting.allow("p", "B"));
        assert!(waiting.list().is_empty());
        assert_eq!(wait.decided(&sleep(false)).now_or_never(), Some(Ok(())));
    }

    #[test]
    fn one_may_reject() {
        let waiting = WaitingPods::default();
        let wait = wait(&waiting);
        assert!(waiting.reject("p", Rejection::unschedulable("no").by("A")));
        assert!(!waiting.reject("p", Rejection::unschedulable("no")));
        let decided = wait.decided(&sleep(false)).now_or_never().unwrap();
        assert_eq!(decided.unwrap_err().to_string(), "no");
    }

    #[test]
    fn the_least_patient_gives_up_first() {
        let decided = wait(&WaitingPods::default()).decided(&sleep(true)).now_or_never().unwrap();
        let rejection = decided.unwrap_err();
        assert_eq!(rejection.plugin, "B");
        let want = "rejected due to timeout after waiting 30s at plugin B";
        assert_eq!(rejection.to_string(), want);
    }
}
