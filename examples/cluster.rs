//! A whole Kubernetes cluster in one process: `cargo run --release --example cluster`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bowline::apimachinery::codec::yaml;
use bowline::apimachinery::dynamic::DynamicObject;
use bowline::client::Client;
use bowline_examples::assembly::{Cluster, ClusterOptions};
use bowline_examples::control_plane::Options;
use bowline_examples::demo;
use clap::Parser;
use tokio::time::Instant;

/// A Kubernetes cluster in one process: API server, controllers, scheduler, nodes, service proxy.
#[derive(Parser)]
struct Flags {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:6443")]
    bind: String,
    /// Where to write a kubeconfig of the administrator
    #[arg(long, default_value = "./bowline.kubeconfig")]
    kubeconfig: PathBuf,
    /// Folder of the durable store; without it everything is in memory
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// etcd servers, comma-separated; the data folder then holds the keys only
    #[arg(long, value_delimiter = ',')]
    etcd_servers: Vec<String>,
    /// How many simulated nodes
    #[arg(long, default_value_t = 3)]
    nodes: u32,
    /// One more node that runs containers as host processes; the demo always has it
    #[arg(long)]
    process_node: bool,
    /// One more node over a container runtime, unix://SOCKET (not supported yet: refused)
    #[arg(long)]
    cri_endpoint: Option<String>,
    /// Manifests to apply instead of the demo; may be repeated
    #[arg(long)]
    manifest: Vec<PathBuf>,
    /// End with 0 when everything that was applied is ready, with 1 after the timeout
    #[arg(long)]
    exit_when_ready: bool,
    /// How long to wait for that, in seconds
    #[arg(long, default_value_t = 120)]
    timeout: u64,
    /// Which controllers run: *, foo, -foo, comma-separated
    #[arg(long, default_value = "*", allow_hyphen_values = true)]
    controllers: String,
    /// Run no scheduler
    #[arg(long)]
    no_scheduler: bool,
    /// Run no controllers
    #[arg(long)]
    no_controllers: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    // What the server warns clients of is not news to whoever runs both.
    bowline_examples::init_logging("warn,bowline_client::client::exchange=error");
    if flags.cri_endpoint.is_some() {
        bail!("--cri-endpoint: nodes over a container runtime are not supported yet");
    }
    let objects = read_manifests(&flags.manifest)?;
    let started = Instant::now();
    let options = ClusterOptions {
        plane: Options {
            bind: flags.bind,
            data_dir: flags.data_dir,
            etcd_servers: flags.etcd_servers,
            ..ClusterOptions::default().plane
        },
        hollow_nodes: flags.nodes,
        process_node: flags.process_node || flags.manifest.is_empty(),
        controllers: (!flags.no_controllers).then_some(flags.controllers),
        scheduler: !flags.no_scheduler,
        service_proxy: true,
    };
    let cluster = Cluster::start(options).await?;
    println!("control plane ready on {} after {:.1?}", cluster.url(), started.elapsed());
    cluster.write_kubeconfig(&flags.kubeconfig)?;
    println!("kubectl --kubeconfig {} get pods --all-namespaces", flags.kubeconfig.display());
    let client = cluster.client();
    let shutdown = bowline_examples::shutdown_on_signal();
    let stop = shutdown.clone();
    let running = tokio::spawn(cluster.run(stop));
    let limit = Duration::from_secs(flags.timeout);
    let mut table = demo::PodTable::default();
    let brought_up = async {
        let applied = apply(&client, objects).await?;
        demo::wait_until_ready(&client, &applied, &mut table).await
    };
    let outcome = tokio::select! {
        outcome = brought_up => outcome,
        () = tokio::time::sleep(limit), if flags.exit_when_ready => {
            Err(anyhow::anyhow!("not everything is ready after {limit:?}"))
        }
        () = shutdown.cancelled() => Ok(()),
    };
    match &outcome {
        Ok(()) => println!("everything is ready after {:.1?}", started.elapsed()),
        Err(error) => {
            table.show_rest(&client).await?;
            eprintln!("{error:#}");
        }
    }
    if flags.exit_when_ready {
        shutdown.cancel();
        running.await??;
        return outcome;
    }
    println!("press Ctrl-C to end");
    running.await?
}

/// The objects of the manifests, or of the demo.
fn read_manifests(files: &[PathBuf]) -> Result<Vec<DynamicObject>> {
    if files.is_empty() {
        return objects(demo::MANIFEST);
    }
    let mut all = Vec::new();
    for file in files {
        let read = std::fs::read_to_string(file).map_err(anyhow::Error::from);
        let read = read.and_then(|text| objects(&text));
        all.extend(read.with_context(|| format!("read {}", file.display()))?);
    }
    Ok(all)
}

fn objects(manifest: &str) -> Result<Vec<DynamicObject>> {
    let object = |(index, value): (usize, serde_json::Value)| {
        let kind = value["kind"].as_str().unwrap_or("object").to_owned();
        serde_json::from_value(value).with_context(|| format!("document {}, a {kind}", index + 1))
    };
    yaml::documents(manifest)?.into_iter().enumerate().map(object).collect()
}

/// Creates objects, or changes those that are there.
async fn apply(client: &Client, objects: Vec<DynamicObject>) -> Result<Vec<DynamicObject>> {
    let mut kinds = BTreeMap::new();
    let mut applied = Vec::new();
    for object in objects {
        let key = (object.types.api_version.clone(), object.types.kind.clone());
        if !kinds.contains_key(&key) {
            // Definitions among the objects make new kinds.
            for found in client.discover().await?.resources() {
                let of = (found.resource.api_version(), found.resource.kind.to_string());
                kinds.insert(of, found.resource.clone());
            }
        }
        let (api_version, kind) = &key;
        let resource =
            kinds.get(&key).with_context(|| format!("no kind {kind} in {api_version}"))?;
        let namespace = match object.metadata.namespace.as_str() {
            "" => "default",
            namespace => namespace,
        };
        let api = client.dynamic(resource, resource.namespaced.then_some(namespace));
        let made = match api.create(&object).await {
            Err(error) if error.is_already_exists() => {
                api.apply(&object, "cluster-example", true).await
            }
            made => made,
        };
        let made = made.with_context(|| format!("{kind} {}", object.metadata.name))?;
        println!("{}/{} applied", kind.to_lowercase(), made.metadata.name);
        applied.push(made);
    }
    Ok(applied)
}
