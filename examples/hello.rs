//! The operator of `operator_hello`: a kind by derive, an owned Deployment, status, a finalizer.

use std::collections::BTreeMap;

use bowline::CustomResource;
use bowline::api::apiextensions::v1::CustomResourceDefinition;
use bowline::api::apps::v1::Deployment;
use bowline::api::core::v1::{Container, EnvVar};
use bowline::client::api::Patch;
use bowline::client::{Api, Client};
use bowline::controller_runtime::apply::create_or_update;
use bowline::controller_runtime::finalizer::{Finalized, finalize};
use bowline::controller_runtime::owner::set_controller_reference;
use bowline::controller_runtime::{Action, Manager, ManagerOptions, ReconcileError, Request};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// What a `Hello` wants.
#[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[resource(group = "bowline.dev", version = "v1", kind = "Hello", status = HelloStatus)]
#[resource(plural = "hellos", column(name = "Ready", type = "integer", path = ".status.ready"))]
pub struct HelloSpec {
    pub text: String,
    pub replicas: u32,
}

/// What was observed of a `Hello`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct HelloStatus {
    pub ready: i32,
}

/// Runs the operator until told to stop; its definition is made first.
pub async fn run(client: Client, shutdown: CancellationToken) -> anyhow::Result<()> {
    match client.cluster::<CustomResourceDefinition>().create(&Hello::crd()?).await {
        Err(error) if !error.is_already_exists() => return Err(error.into()),
        _ => {}
    }
    let mut manager = Manager::new(client.clone(), ManagerOptions::default());
    let controller = manager.controller::<Hello>("hello").owns::<Deployment>();
    manager.add(controller.reconcile(move |request: Request<Hello>| {
        let client = client.clone();
        async move {
            let Some(hello) = request.present() else { return Ok(Action::Done) };
            let api = client.namespaced::<Hello>(&request.key.namespace);
            let clean_up = || async {
                tracing::info!(hello = %request.key, "goodbye");
                Ok(())
            };
            match finalize(&api, &**hello, "bowline.dev/goodbye", clean_up).await? {
                Finalized::Released => Ok(Action::Done),
                Finalized::Held(_) => reconcile(&client, &api, hello).await,
            }
        }
    }));
    Ok(manager.run(shutdown).await?)
}

async fn reconcile(
    client: &Client,
    api: &Api<Hello>,
    hello: &Hello,
) -> Result<Action, ReconcileError> {
    let name = &hello.metadata.name;
    let deployments = client.namespaced::<Deployment>(&hello.metadata.namespace);
    let (deployment, _) = create_or_update(&deployments, name, |deployment: &mut Deployment| {
        set_controller_reference(hello, deployment)?;
        // What the server has filled in stays as it is.
        let spec = &mut deployment.spec;
        spec.replicas = Some(i32::try_from(hello.spec.replicas)?);
        let labels = BTreeMap::from([("hello".to_owned(), name.clone())]);
        spec.selector.get_or_insert_default().match_labels = labels.clone();
        spec.template.metadata.labels = labels;
        let containers = &mut spec.template.spec.containers;
        containers.resize_with(1, Container::default);
        "hello".clone_into(&mut containers[0].name);
        "hello".clone_into(&mut containers[0].image);
        let text =
            EnvVar { name: "TEXT".into(), value: hello.spec.text.clone(), ..EnvVar::default() };
        containers[0].env = vec![text];
        Ok(())
    })
    .await?;
    let ready = deployment.status.ready_replicas;
    if hello.status.as_ref().map(|s| s.ready) != Some(ready) {
        api.patch_status(name, &Patch::Merge(json!({"status": {"ready": ready}}))).await?;
    }
    Ok(Action::Done)
}
