//! Bringing an object to a wanted state, whether or not it is there.
//!
//! *Upstream:* `CreateOrUpdate` of `controller-runtime/pkg/controller/controllerutil`.

use bowline_apimachinery::resource::{Object, Resource};
use bowline_client::Api;

use crate::reconcile::ReconcileError;

/// What [`create_or_update`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The object was not there.
    Created,
    /// The object was there in another state.
    Updated,
    /// The object was there as wanted; nothing was sent.
    Unchanged,
}

/// Creates the object of this name as the function makes it out of an empty one, or updates it if
/// the function changes what is there.
///
/// The function should set only what the controller cares about. Writes are bound to the state
/// that was read: a conflict means that another write came first, and is worth another attempt.
///
/// # Errors
/// Those of the function and of the requests.
pub async fn create_or_update<K: Resource + Default + PartialEq>(
    api: &Api<K>,
    name: &str,
    mutate: impl FnOnce(&mut K) -> Result<(), ReconcileError>,
) -> Result<(K, Applied), ReconcileError> {
    let Some(known) = api.get_opt(name).await? else {
        let mut fresh = K::default();
        place(api, &mut fresh, name);
        mutate(&mut fresh)?;
        place(api, &mut fresh, name);
        return Ok((api.create(&fresh).await?, Applied::Created));
    };
    let mut wanted = known.clone();
    mutate(&mut wanted)?;
    place(api, &mut wanted, name);
    if wanted == known {
        return Ok((known, Applied::Unchanged));
    }
    Ok((api.update(&wanted).await?, Applied::Updated))
}

/// Name and namespace are not the function's to change.
fn place<K: Object>(api: &Api<K>, object: &mut K, name: &str) {
    let metadata = object.metadata_mut();
    name.clone_into(&mut metadata.name);
    api.namespace().clone_into(&mut metadata.namespace);
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::ConfigMap;

    use super::*;
    use crate::testing_cluster::client;

    #[tokio::test(start_paused = true)]
    async fn writes_only_what_is_not_as_wanted() {
        let maps = client().await.namespaced::<ConfigMap>("ns");
        let set = |value: &'static str| {
            move |map: &mut ConfigMap| {
                map.data.insert("k".into(), value.into());
                map.metadata.name = "elsewhere".into();
                Ok(())
            }
        };
        for (value, want) in [
            ("1", Applied::Created),
            ("1", Applied::Unchanged),
            ("2", Applied::Updated),
            ("2", Applied::Unchanged),
        ] {
            let (map, applied) = create_or_update(&maps, "a", set(value)).await.unwrap();
            assert_eq!((applied, map.data["k"].as_str()), (want, value));
            assert_eq!(map.metadata.name, "a");
        }
        let refused = create_or_update(&maps, "a", |_| Err("no".into())).await;
        assert_eq!(refused.unwrap_err().to_string(), "no");
    }
}
