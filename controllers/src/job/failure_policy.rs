//! What the pod failure policy of a job says about a failed pod.
//!
//! Upstream: `pkg/controller/job/pod_failure_policy.go`.

use bowline_api::batch::v1::{
    PodFailurePolicy, PodFailurePolicyAction, PodFailurePolicyOnExitCodesOperator,
    PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyOnPodConditionsPattern,
    PodFailurePolicyRule,
};
use bowline_api::core::v1::{ContainerStatus, Pod, PodCondition, PodStatus};

/// The first rule that matches a failed pod, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The action of the rule; none if no rule matches.
    pub action: Option<PodFailurePolicyAction>,
    /// Why the whole job fails, if it does.
    pub fails_job: Option<String>,
}

impl Verdict {
    const NONE: Self = Self { action: None, fails_job: None };

    /// Whether the failure counts towards the backoff limit.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.action != Some(PodFailurePolicyAction::Ignore)
    }
}

/// Judges a failed pod; without a policy every failure counts.
#[must_use]
pub fn judge(policy: Option<&PodFailurePolicy>, pod: &Pod) -> Verdict {
    let rules = policy.map_or(&[][..], |policy| &policy.rules);
    rules
        .iter()
        .enumerate()
        .find_map(|(index, rule)| {
            let why = matching(rule, &pod.status)?;
            let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
            let fails_job = (rule.action == PodFailurePolicyAction::FailJob).then(|| {
                let action = &rule.action;
                match why {
                    Match::Exit(container, code) => format!(
                        "Container {container} for pod {namespace}/{name} failed with exit code \
                         {code} matching {action} rule at index {index}"
                    ),
                    Match::Condition(type_) => format!(
                        "Pod {namespace}/{name} has condition {type_} matching {action} rule at \
                         index {index}"
                    ),
                }
            });
            Some(Verdict { action: Some(rule.action.clone()), fails_job })
        })
        .unwrap_or(Verdict::NONE)
}

/// What made a rule match.
enum Match<'a> {
    Exit(&'a str, i32),
    Condition(&'a str),
}

fn matching<'a>(rule: &PodFailurePolicyRule, status: &'a PodStatus) -> Option<Match<'a>> {
    // An action that a newer release knows decides nothing here.
    if matches!(rule.action, PodFailurePolicyAction::Other(_) | PodFailurePolicyAction::Unset) {
        return None;
    }
    match &rule.on_exit_codes {
        Some(codes) => [&status.container_statuses, &status.init_container_statuses]
            .into_iter()
            .find_map(|statuses| exit(codes, statuses)),
        None => condition(&rule.on_pod_conditions, &status.conditions),
    }
}

fn exit<'a>(
    codes: &PodFailurePolicyOnExitCodesRequirement,
    statuses: &'a [ContainerStatus],
) -> Option<Match<'a>> {
    statuses.iter().find_map(|status| {
        let code = status.state.terminated.as_ref()?.exit_code;
        let named = codes.container_name.as_ref().is_none_or(|name| *name == status.name);
        let listed = codes.values.contains(&code);
        let fits = match codes.operator {
            PodFailurePolicyOnExitCodesOperator::In => listed,
            PodFailurePolicyOnExitCodesOperator::NotIn => !listed,
            _ => false,
        };
        (named && code != 0 && fits).then_some(Match::Exit(&status.name, code))
    })
}

fn condition<'a>(
    patterns: &[PodFailurePolicyOnPodConditionsPattern],
    conditions: &'a [PodCondition],
) -> Option<Match<'a>> {
    conditions
        .iter()
        .find(|condition| {
            patterns.iter().any(|pattern| {
                pattern.type_ == condition.type_ && pattern.status == condition.status
            })
        })
        .map(|condition| Match::Condition(&condition.type_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_job_says_which_rule_and_why() {
        let policy: PodFailurePolicy = serde_json::from_value(serde_json::json!({"rules": [
            {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
            {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}},
        ]}))
        .unwrap();
        let pod = |status: serde_json::Value| -> Pod {
            serde_json::from_value(serde_json::json!({
                "metadata": {"name": "p", "namespace": "d"}, "status": status
            }))
            .unwrap()
        };
        let failed = pod(serde_json::json!({"containerStatuses": [
            {"name": "c", "state": {"terminated": {"exitCode": 42}}}]}));
        let verdict = judge(Some(&policy), &failed);
        let want =
            "Container c for pod d/p failed with exit code 42 matching FailJob rule at index 1";
        assert_eq!(verdict.fails_job.as_deref(), Some(want));
        let disrupted = pod(
            serde_json::json!({"conditions": [{"type": "DisruptionTarget", "status": "True"}]}),
        );
        assert!(!judge(Some(&policy), &disrupted).counts());
        assert!(judge(None, &disrupted).counts());
    }
}
