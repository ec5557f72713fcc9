//! What nobody owns any more goes, as the deleter asked for.

use bowline_api::core::v1::{ConfigMap, Namespace};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::api::{DeleteParams, ListParams, Patch};
use serde_json::json;

use crate::cluster::{Cluster, Pods};

async fn map(cluster: &Cluster, name: &str, owners: &[&ConfigMap]) -> ConfigMap {
    let references: Vec<_> = owners.iter().map(|owner| reference(owner)).collect();
    cluster
        .create::<ConfigMap>(json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": "default", "ownerReferences": references},
        }))
        .await
}

fn reference(owner: &ConfigMap) -> serde_json::Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "name": owner.metadata.name,
           "uid": owner.metadata.uid, "blockOwnerDeletion": true})
}

async fn names(cluster: &Cluster) -> Vec<String> {
    cluster.list::<ConfigMap>().await.into_iter().map(|map| map.metadata.name).collect()
}

async fn delete(cluster: &Cluster, name: &str, params: DeleteParams) {
    let maps = cluster.client.namespaced::<ConfigMap>("default");
    maps.delete(name, &params).await.expect("it can be deleted");
}

#[tokio::test(start_paused = true)]
async fn dependents_go_with_their_owner_or_stay_as_orphans() {
    let cluster = Cluster::start("garbagecollector", Pods::Pend).await;
    let owner = map(&cluster, "owner", &[]).await;
    let other = map(&cluster, "other", &[]).await;
    let child = map(&cluster, "child", &[&owner]).await;
    map(&cluster, "grandchild", &[&child]).await;
    map(&cluster, "shared", &[&owner, &other]).await;
    delete(&cluster, "owner", DeleteParams::background()).await;
    cluster
        .until("those without another owner are gone", async || {
            names(&cluster).await == ["other", "shared"]
        })
        .await;
    delete(&cluster, "other", DeleteParams::orphan()).await;
    cluster.until("it is an orphan", async || names(&cluster).await == ["shared"]).await;
    cluster.pass(120).await;
    let orphan = cluster.get::<ConfigMap>("shared").await;
    assert_eq!(orphan.metadata.owner_references, []);
}

#[tokio::test(start_paused = true)]
async fn an_owner_waits_for_those_that_block_it_even_in_a_circle() {
    let cluster = Cluster::start("garbagecollector", Pods::Pend).await;
    let owner = map(&cluster, "owner", &[]).await;
    let child = map(&cluster, "child", &[&owner]).await;
    let held = json!({"metadata": {"finalizers": ["example.com/hold"]}});
    cluster.patch::<ConfigMap>("child", held).await;
    delete(&cluster, "owner", DeleteParams::foreground()).await;
    cluster.pass(60).await;
    assert_eq!(names(&cluster).await, ["child", "owner"]);
    let free = json!({"metadata": {"finalizers": null}});
    let maps = cluster.client.namespaced::<ConfigMap>("default");
    maps.patch("child", &Patch::Merge(free)).await.expect("it is there");
    cluster.until("both are gone", async || names(&cluster).await.is_empty()).await;
    drop(child);

    let first = map(&cluster, "first", &[]).await;
    let second = map(&cluster, "second", &[&first]).await;
    let circle = json!({"metadata": {"ownerReferences": [reference(&second)]}});
    cluster.patch::<ConfigMap>("first", circle).await;
    cluster.pass(5).await;
    delete(&cluster, "first", DeleteParams::foreground()).await;
    cluster.until("the circle is gone", async || names(&cluster).await.is_empty()).await;
}

#[tokio::test(start_paused = true)]
async fn a_collector_that_comes_late_orphans_what_it_has_not_seen_yet() {
    let mut cluster = Cluster::without_controllers().await;
    let owner = map(&cluster, "owner", &[]).await;
    for n in 0..20 {
        map(&cluster, &format!("child-{n:02}"), &[&owner]).await;
    }
    delete(&cluster, "owner", DeleteParams::orphan()).await;
    let manager = cluster.manager("garbagecollector", &cluster.client);
    cluster.run(manager);
    cluster.until("the owner is gone", async || names(&cluster).await.len() == 20).await;
    cluster.pass(120).await;
    assert_eq!(names(&cluster).await.len(), 20);
}

#[tokio::test(start_paused = true)]
async fn an_owner_in_another_namespace_is_none_and_that_is_told() {
    let cluster = Cluster::start("garbagecollector", Pods::Pend).await;
    let other = Namespace { metadata: ObjectMeta::named("other"), ..Namespace::default() };
    cluster.client.cluster().create(&other).await.expect("the namespace is new");
    let owner = map(&cluster, "owner", &[]).await;
    cluster.pass(5).await;
    let stray: ConfigMap = serde_json::from_value(json!({
        "metadata": {"name": "stray", "namespace": "other", "ownerReferences": [reference(&owner)]},
    }))
    .expect("as the test says");
    let maps = cluster.client.namespaced::<ConfigMap>("other");
    maps.create(&stray).await.expect("it is new");
    cluster
        .until("it is gone", async || {
            maps.list(&ListParams::default()).await.expect("a list").items.is_empty()
        })
        .await;
    cluster.pass(1).await;
    let events = cluster.client.namespaced::<bowline_api::core::v1::Event>("other");
    let told = events.list(&ListParams::default()).await.expect("a list").items;
    assert!(told.iter().any(|event| event.reason == "OwnerRefInvalidNamespace"), "{told:?}");
}
