//! Service accounts and the Secrets that have their tokens.

use bowline_api::core::v1::{Secret, ServiceAccount};
use bowline_client::api::DeleteParams;
use serde_json::json;

use crate::cluster::{Cluster, Pods};

#[tokio::test(start_paused = true)]
async fn the_default_account_comes_back_and_tokens_go_with_theirs() {
    let cluster = Cluster::start("serviceaccount,serviceaccount-token", Pods::Pend).await;
    let accounts = cluster.client.namespaced::<ServiceAccount>("default");
    let exists = async || accounts.get_opt("default").await.expect("an answer").is_some();
    cluster.until("there is a default account", exists).await;
    accounts.delete("default", &DeleteParams::default()).await.expect("it can be deleted");
    cluster.until("there is a default account again", exists).await;

    cluster
        .create::<ServiceAccount>(json!({
            "apiVersion": "v1", "kind": "ServiceAccount",
            "metadata": {"name": "robot", "namespace": "default"},
        }))
        .await;
    cluster
        .create::<Secret>(json!({
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
            "metadata": {"name": "robot-token", "namespace": "default",
                         "annotations": {"kubernetes.io/service-account.name": "robot"}},
        }))
        .await;
    cluster
        .until("the token is there", async || {
            let secret = cluster.get::<Secret>("robot-token").await;
            secret.data.get("token").is_some_and(|token| token.split(|b| *b == b'.').count() == 3)
        })
        .await;
    let secret = cluster.get::<Secret>("robot-token").await;
    assert_eq!(&*secret.data["namespace"], b"default");
    accounts.delete("robot", &DeleteParams::default()).await.expect("it can be deleted");
    cluster.until("the token is gone", async || cluster.list::<Secret>().await.is_empty()).await;
}
