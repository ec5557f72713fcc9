//! Questions about a cluster that is given as files: what would become of its pods if?

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use bowline::api::core::v1::{Node, Pod};
use bowline::apimachinery::codec::yaml;
use bowline::scheduler_framework::config::KubeSchedulerConfiguration;
use bowline::scheduler_framework::simulation::Policy;
use bowline::scheduler_framework::what_if::{Outcome, WhatIf};
use bowline::scheduler_framework::{PodInfo, Profile};
use clap::Args;
use serde_json::Value;

/// What is asked.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What if (instead of a simulation)")]
pub struct Questions {
    /// Nodes and pods of a cluster, as `kubectl get nodes,pods -A -o json` (or yaml) prints them
    #[arg(long)]
    pub cluster: Option<PathBuf>,
    /// Add the nodes of a file
    #[arg(long, requires = "cluster")]
    pub add_nodes: Vec<PathBuf>,
    /// Drain a node: its pods have to go elsewhere
    #[arg(long, requires = "cluster")]
    pub drain: Vec<String>,
    /// Remove a pod, as NAMESPACE/NAME
    #[arg(long, requires = "cluster")]
    pub remove_pod: Vec<String>,
    /// Schedule the pods of a file, besides those of the cluster without a node
    #[arg(long, requires = "cluster")]
    pub schedule: Vec<PathBuf>,
    /// Tell for each pod what every plugin says of every node
    #[arg(long, requires = "cluster")]
    pub explain: bool,
}

impl Questions {
    /// Whether anything is asked.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.cluster.is_some()
    }
}

/// Answers them.
///
/// # Errors
/// When a file cannot be read, or names what is not there.
pub fn answer(
    questions: &Questions,
    configuration: KubeSchedulerConfiguration,
    out: &mut dyn Write,
) -> Result<()> {
    let Some(cluster) = &questions.cluster else { return Ok(()) };
    let (nodes, pods) = read(cluster)?;
    let profile: Profile = Policy::new("what-if", configuration).profile()?;
    let mut what_if = WhatIf::new(profile, nodes, pods);
    for path in &questions.add_nodes {
        let (nodes, _) = read(path)?;
        nodes.into_iter().for_each(|node| what_if.add_node(node));
    }
    for pod in &questions.remove_pod {
        let Some((namespace, name)) = pod.split_once('/') else {
            bail!("--remove-pod {pod}: must be NAMESPACE/NAME");
        };
        if !what_if.remove_pod(namespace, name) {
            bail!("--remove-pod {pod}: there is no such pod");
        }
    }
    for node in &questions.drain {
        if !what_if.drain(node) {
            bail!("--drain {node}: there is no such node");
        }
    }
    for path in &questions.schedule {
        let (_, pods) = read(path)?;
        pods.into_iter().for_each(|pod| what_if.add_pod(pod));
    }
    let mut homeless = 0;
    for (pod, outcome) in what_if.schedule()? {
        let key = format!("{}/{}", pod.namespace(), pod.name());
        match &outcome {
            Outcome::Placed { node } => writeln!(out, "{key} goes to {node}")?,
            Outcome::Unplaced { message } => {
                homeless += 1;
                writeln!(out, "{key} has no node: {message}")?;
            }
        }
        if questions.explain {
            explain(&what_if, &pod, out)?;
        }
    }
    writeln!(out, "{homeless} pods without a node")?;
    Ok(())
}

fn explain(what_if: &WhatIf, pod: &PodInfo, out: &mut dyn Write) -> Result<()> {
    let explanation = what_if.explain(pod)?;
    if let Some(rejection) = &explanation.rejected {
        writeln!(out, "  rejected by {}: {rejection}", rejection.plugin)?;
    }
    for node in &explanation.nodes {
        let no: Vec<_> = node
            .verdicts
            .iter()
            .filter(|(_, verdict)| !verdict.fits())
            .map(|(plugin, _)| *plugin)
            .collect();
        if node.fits() {
            let scores =
                node.scores.iter().map(|it| format!("{} {}", it.plugin, it.normalized * it.weight));
            let scores: Vec<_> = scores.collect();
            writeln!(out, "  {}: fits, {} ({})", node.node, node.total(), scores.join(", "))?;
        } else {
            writeln!(out, "  {}: rejected by {}", node.node, no.join(", "))?;
        }
    }
    for ((plugin, reason), count) in explanation.why_not() {
        writeln!(out, "  {count} nodes, {plugin}: {reason}")?;
    }
    for change in what_if.smallest_change(pod)? {
        writeln!(out, "  would fit {change}")?;
    }
    Ok(())
}

/// The nodes and pods of a file: a list, or documents, in JSON or YAML.
fn read(path: &Path) -> Result<(Vec<Node>, Vec<Pod>)> {
    let told = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(told)?;
    let mut found = (Vec::new(), Vec::new());
    for document in yaml::documents(&text).with_context(told)? {
        take(document, &mut found).with_context(told)?;
    }
    Ok(found)
}

fn take(value: Value, found: &mut (Vec<Node>, Vec<Pod>)) -> Result<()> {
    match value["kind"].as_str() {
        Some("Node") => found.0.push(serde_json::from_value(value)?),
        Some("Pod") => found.1.push(serde_json::from_value(value)?),
        Some(kind) if kind.ends_with("List") => {
            let items = value["items"].as_array().cloned().unwrap_or_default();
            // Items of typed lists need not say what they are.
            let of = kind.trim_end_matches("List").to_owned();
            for mut item in items {
                if item["kind"].is_null() {
                    item["kind"] = of.clone().into();
                }
                take(item, found)?;
            }
        }
        _ => {}
    }
    Ok(())
}
