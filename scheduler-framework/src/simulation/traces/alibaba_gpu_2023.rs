//! Alibaba's GPU trace of 2023, as `openb_node_list_*.csv` and `openb_pod_list_*.csv` have it.
//!
//! Shares of GPUs become amounts of one resource, `alibabacloud.com/gpu-milli`: a pod asks for
//! `num_gpu` times `gpu_milli` of it, a node has 1000 a GPU. Which of its GPUs a share is cut
//! from is not told apart. `gpu_spec` becomes a required affinity to the label
//! `alibabacloud.com/gpu-card-model`, which nodes have from `model`. A pod runs from its
//! `creation_time` for as long as it ran after `scheduled_time`; one that never ran in the trace
//! runs for as long as it existed.

use std::io::BufRead;

use bowline_api::core::v1::{
    Affinity, NodeAffinity, NodeSelector, NodeSelectorOperator, NodeSelectorRequirement,
    NodeSelectorTerm,
};

use super::pods::{Amounts, node, pod};
use super::rows::read;
use super::{Trace, TraceError, seconds};
use crate::simulation::scenario::{Job, NodeEvent};

const MODEL: &str = "alibabacloud.com/gpu-card-model";
const MIB: f64 = (1_u64 << 20) as f64;

/// Reads both files.
///
/// # Errors
/// When a file cannot be read, lacks a column, or has no usable row.
pub fn load(nodes: &mut dyn BufRead, pods: &mut dyn BufRead) -> Result<Trace, TraceError> {
    let mut trace = Trace::default();
    let mut skipped = 0;
    let columns = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];
    read("openb_node_list", nodes, &columns, &["sn", "cpu_milli", "memory_mib"], &mut |row| {
        let (Some(name), Some(cpu_milli), Some(memory)) =
            (row.text("sn"), row.number("cpu_milli"), row.number("memory_mib"))
        else {
            skipped += 1;
            return;
        };
        let gpu_milli = row.number("gpu").unwrap_or(0.0) * 1000.0;
        let mut node = node(name, Amounts { cpu_milli, memory: memory * MIB, gpu_milli });
        if let Some(model) = row.text("model") {
            node.metadata.labels.insert(MODEL.to_owned(), model.to_owned());
        }
        trace.nodes.push((seconds(0.0), NodeEvent::Joins(Box::new(node))));
    })?;
    let columns = [
        "name",
        "cpu_milli",
        "memory_mib",
        "num_gpu",
        "gpu_milli",
        "gpu_spec",
        "qos",
        "pod_phase",
        "creation_time",
        "deletion_time",
        "scheduled_time",
    ];
    read("openb_pod_list", pods, &columns, &["name", "creation_time"], &mut |row| {
        let (Some(name), Some(created)) = (row.text("name"), row.number("creation_time")) else {
            skipped += 1;
            return;
        };
        let shares = row.number("gpu_milli").unwrap_or(0.0);
        let gpus = row.number("num_gpu").unwrap_or(0.0);
        let amounts = Amounts {
            cpu_milli: row.number("cpu_milli").unwrap_or(0.0),
            memory: row.number("memory_mib").unwrap_or(0.0) * MIB,
            gpu_milli: gpus * shares,
        };
        let mut pod = pod(name, row.text("qos").unwrap_or("pods"), amounts);
        if let Some(models) = row.text("gpu_spec") {
            pod.spec.affinity = Some(only_models(models));
        }
        let began = row.number("scheduled_time").unwrap_or(created);
        let runs = row.number("deletion_time").map(|ended| seconds((ended - began).max(0.0)));
        trace.jobs.push(Job { arrives: seconds(created), pod, runs });
    })?;
    trace.skipped = skipped;
    if trace.jobs.is_empty() {
        return Err(TraceError::Empty { table: "openb_pod_list" });
    }
    Ok(trace)
}

/// Models are separated by bars.
fn only_models(models: &str) -> Affinity {
    let requirement = NodeSelectorRequirement {
        key: MODEL.to_owned(),
        operator: NodeSelectorOperator::In,
        values: models.split('|').map(|it| it.trim().to_owned()).collect(),
    };
    let term = NodeSelectorTerm { match_expressions: vec![requirement], ..Default::default() };
    let selector = NodeSelector { node_selector_terms: vec![term] };
    Affinity {
        node_affinity: Some(Box::new(NodeAffinity {
            required_during_scheduling_ignored_during_execution: Some(selector),
            ..NodeAffinity::default()
        })),
        ..Affinity::default()
    }
}
