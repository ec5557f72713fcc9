//! Cleaning up before an object goes.
//!
//! *Upstream:* `controller-runtime/pkg/finalizer`.

use std::future::Future;

use bowline_apimachinery::resource::Object;
use bowline_client::Api;
use bowline_client::api::Patch;
use serde_json::json;

use crate::reconcile::ReconcileError;

/// What [`finalize`] found or did.
#[derive(Clone, Debug, PartialEq)]
pub enum Finalized<K> {
    /// The object stays, and holds the finalizer: go on reconciling it. With the state that the
    /// server answered, when the finalizer was only added now.
    Held(Option<Box<K>>),
    /// The object is going; it was cleaned up, now or before. There is nothing left to do.
    Released,
}

/// Keeps a finalizer on an object while it lives, and cleans up when it is being deleted.
///
/// *Contract:* the clean-up runs at least once; it is called again if it failed, or if the
/// finalizer could not be removed afterwards, so it must not mind what is gone already. When the
/// function returns [`Finalized::Held`], the finalizer is stored, and whatever is made outside of
/// the cluster from then on will be cleaned up.
///
/// # Errors
/// Those of the clean-up, and of the requests; a conflict means that the object has changed, and
/// the next reconciliation will see it.
pub async fn finalize<K, Fut>(
    api: &Api<K>,
    object: &K,
    finalizer: &str,
    clean_up: impl FnOnce() -> Fut,
) -> Result<Finalized<K>, ReconcileError>
where
    K: Object,
    Fut: Future<Output = Result<(), ReconcileError>>,
{
    let metadata = object.metadata();
    match (metadata.is_terminating(), metadata.has_finalizer(finalizer)) {
        (false, true) => Ok(Finalized::Held(None)),
        (false, false) => {
            let mut finalizers = metadata.finalizers.clone();
            finalizers.push(finalizer.to_owned());
            let held = api.patch(object.name(), &replace_finalizers(object, finalizers)).await?;
            Ok(Finalized::Held(Some(Box::new(held))))
        }
        (true, true) => {
            clean_up().await?;
            let mut finalizers = metadata.finalizers.clone();
            finalizers.retain(|held| held != finalizer);
            match api.patch(object.name(), &replace_finalizers(object, finalizers)).await {
                Err(error) if !error.is_not_found() => Err(error.into()),
                _ => Ok(Finalized::Released),
            }
        }
        (true, false) => Ok(Finalized::Released),
    }
}

/// The whole list, bound to the state it was made from: a list that another has changed in between
/// is not overwritten.
fn replace_finalizers<K: Object>(object: &K, finalizers: Vec<String>) -> Patch {
    let resource_version = &object.metadata().resource_version;
    Patch::Merge(
        json!({"metadata": {"finalizers": finalizers, "resourceVersion": resource_version}}),
    )
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::ConfigMap;
    use bowline_apimachinery::meta::ObjectMeta;
    use bowline_client::api::DeleteParams;

    use super::*;
    use crate::testing_cluster::client;

    const OURS: &str = "example.com/ours";

    #[tokio::test(start_paused = true)]
    async fn an_object_goes_after_it_was_cleaned_up() {
        let maps = client().await.namespaced::<ConfigMap>("ns");
        let fresh = ConfigMap { metadata: ObjectMeta::named("a"), ..ConfigMap::default() };
        let fresh = maps.create(&fresh).await.unwrap();
        let held = finalize(&maps, &fresh, OURS, || async { unreachable!() }).await.unwrap();
        let Finalized::Held(Some(held)) = held else { panic!("{held:?}") };
        assert_eq!(held.metadata.finalizers, [OURS]);
        let conflict = finalize(&maps, &fresh, OURS, || async { unreachable!() }).await;
        assert!(conflict.unwrap_err().to_string().contains("modified"));
        maps.delete("a", &DeleteParams::default()).await.unwrap();
        let going = maps.get("a").await.unwrap();
        let failed = finalize(&maps, &going, OURS, || async { Err("not yet".into()) }).await;
        assert_eq!(failed.unwrap_err().to_string(), "not yet");
        let released = finalize(&maps, &going, OURS, || async { Ok(()) }).await.unwrap();
        assert_eq!(released, Finalized::Released);
        assert!(maps.get_opt("a").await.unwrap().is_none());
        let again = finalize(&maps, &going, OURS, || async { Ok(()) }).await.unwrap();
        assert_eq!(again, Finalized::Released);
    }
}
