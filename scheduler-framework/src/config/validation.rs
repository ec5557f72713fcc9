//! What a configuration must not say.
//!
//! Upstream: `pkg/scheduler/apis/config/validation/validation.go`.

use std::collections::BTreeSet;

use bowline_api::core::v1::is_extended_resource;
use bowline_apimachinery::time::Duration;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};

use super::types::{
    Extender, KubeSchedulerConfiguration, KubeSchedulerProfile, LeaderElectionConfiguration,
};
use super::validation_args::validate_args;

impl KubeSchedulerConfiguration {
    /// All faults.
    #[must_use]
    pub fn validate(&self) -> ErrorList {
        let mut errors = ErrorList::new();
        let root = Path::root();
        if self.parallelism <= 0 {
            let path = root.child("parallelism");
            let detail = "should be an integer value greater than zero";
            errors.push(FieldError::invalid(&path, self.parallelism, detail));
        }
        self.leader_election.validate(&root.child("leaderElection"), &mut errors);
        percentage(&root, self.percentage_of_nodes_to_score, &mut errors);
        if self.pod_initial_backoff_seconds <= 0 {
            let path = root.child("podInitialBackoffSeconds");
            let value = self.pod_initial_backoff_seconds;
            errors.push(FieldError::invalid(&path, value, "must be greater than 0"));
        }
        let max = self.pod_max_backoff_seconds;
        if max != 0 && max < self.pod_initial_backoff_seconds {
            let path = root.child("podMaxBackoffSeconds");
            let detail = "must be greater than or equal to PodInitialBackoffSeconds";
            errors.push(FieldError::invalid(&path, max, detail));
        }
        self.validate_profiles(&root.child("profiles"), &mut errors);
        self.validate_extenders(&root.child("extenders"), &mut errors);
        errors
    }

    fn validate_profiles(&self, path: &Path<'_>, errors: &mut ErrorList) {
        let Some(first) = self.profiles.first() else {
            errors.push(FieldError::required(path, ""));
            return;
        };
        let mut names = BTreeSet::new();
        for (index, profile) in self.profiles.iter().enumerate() {
            let path = path.index(index);
            profile.validate(&path, errors);
            let name = &profile.scheduler_name;
            if !name.is_empty() && !names.insert(name) {
                let path = path.child("schedulerName");
                errors.push(FieldError::duplicate(&path, name.as_str()));
            }
            if profile.plugins.queue_sort != first.plugins.queue_sort {
                let plugins = path.child("plugins");
                let detail = "queueSort must be the same for all profiles";
                errors.push(FieldError::invalid(
                    &plugins.child("queueSort"),
                    name.as_str(),
                    detail,
                ));
            }
        }
    }

    fn validate_extenders(&self, path: &Path<'_>, errors: &mut ErrorList) {
        let mut binders = 0;
        let mut names = BTreeSet::new();
        for (index, extender) in self.extenders.iter().enumerate() {
            let path = path.index(index);
            binders += usize::from(!extender.bind_verb.is_empty());
            extender.validate(&path, &mut names, errors);
        }
        if binders > 1 {
            let value = format!("found {binders} extenders implementing bind");
            errors.push(FieldError::invalid(path, value, "only one extender can implement bind"));
        }
    }
}

fn percentage(path: &Path<'_>, percentage: Option<i32>, errors: &mut ErrorList) {
    if let Some(value) = percentage.filter(|value| !(0..=100).contains(value)) {
        let path = path.child("percentageOfNodesToScore");
        errors.push(FieldError::invalid(&path, value, "not in valid range [0-100]"));
    }
}

impl KubeSchedulerProfile {
    fn validate(&self, path: &Path<'_>, errors: &mut ErrorList) {
        if self.scheduler_name.is_empty() {
            errors.push(FieldError::required(&path.child("schedulerName"), ""));
        }
        percentage(path, self.percentage_of_nodes_to_score, errors);
        let list = path.child("pluginConfig");
        let mut names = BTreeSet::new();
        for (index, config) in self.plugin_config.iter().enumerate() {
            let path = list.index(index);
            if !names.insert(&config.name) {
                errors.push(FieldError::duplicate(&path, config.name.as_str()));
            } else {
                validate_args(&config.name, &config.args, &path.child("args"), errors);
            }
        }
    }
}

impl LeaderElectionConfiguration {
    fn validate(&self, path: &Path<'_>, errors: &mut ErrorList) {
        if !self.leader_elect {
            return;
        }
        let durations = [
            ("leaseDuration", self.lease_duration),
            ("renewDeadline", self.renew_deadline),
            ("retryPeriod", self.retry_period),
        ];
        for (name, duration) in durations {
            if duration <= Duration::from_secs(0) {
                let path = path.child(name);
                errors.push(FieldError::invalid(
                    &path,
                    duration.to_string(),
                    "must be greater than zero",
                ));
            }
        }
        for pair in durations.windows(2) {
            let ((name, longer), (shorter_name, shorter)) = (pair[0], pair[1]);
            if longer <= shorter {
                let detail = format!("must be greater than {shorter_name}");
                errors.push(FieldError::invalid(&path.child(name), shorter.to_string(), detail));
            }
        }
        if self.resource_lock != "leases" {
            let value = self.resource_lock.as_str();
            let detail = "resourceLock value must be \"leases\"";
            errors.push(FieldError::invalid(&path.child("resourceLock"), value, detail));
        }
        let names = [
            ("resourceNamespace", &self.resource_namespace),
            ("resourceName", &self.resource_name),
        ];
        for (name, value) in names {
            if value.is_empty() {
                errors.push(FieldError::required(&path.child(name), format!("{name} is required")));
            }
        }
    }
}

impl Extender {
    fn validate<'a>(
        &'a self,
        path: &Path<'_>,
        names: &mut BTreeSet<&'a str>,
        errors: &mut ErrorList,
    ) {
        if !self.prioritize_verb.is_empty() && self.weight <= 0 {
            let detail = "must have a positive weight applied to it";
            errors.push(FieldError::invalid(&path.child("weight"), self.weight, detail));
        }
        let list = path.child("managedResources");
        for (index, resource) in self.managed_resources.iter().enumerate() {
            let path = list.index(index);
            let name = resource.name.as_str();
            if !is_extended_resource(name) {
                let detail = "is an invalid extended resource name";
                errors.push(FieldError::invalid(&path.child("name"), name, detail));
            }
            if !names.insert(name) {
                let detail = "duplicate extender managed resource name";
                errors.push(FieldError::invalid(&path.child("name"), name, detail));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ExtenderManagedResource, PluginConfig, PluginSet};
    use super::*;

    type Change = fn(&mut KubeSchedulerConfiguration);

    #[test]
    fn faults() {
        let rows: [(Change, &str); 13] = [
            (|it| it.parallelism = 0, "parallelism: Invalid value: 0"),
            (
                |it| it.percentage_of_nodes_to_score = Some(101),
                "percentageOfNodesToScore: Invalid value: 101",
            ),
            (|it| it.pod_initial_backoff_seconds = 0, "podInitialBackoffSeconds: Invalid value: 0"),
            (|it| it.pod_initial_backoff_seconds = 11, "podMaxBackoffSeconds: Invalid value: 10"),
            (|it| it.profiles.clear(), "profiles: Required value"),
            (
                |it| it.profiles[0].scheduler_name.clear(),
                "profiles[0].schedulerName: Required value",
            ),
            (
                |it| it.profiles.push(it.profiles[0].clone()),
                "profiles[1].schedulerName: Duplicate value",
            ),
            (
                |it| {
                    it.profiles.push(it.profiles[0].clone());
                    it.profiles[1].scheduler_name = "b".into();
                    it.profiles[1].plugins.queue_sort = PluginSet::enabling([("Mine", 0)]);
                },
                "profiles[1].plugins.queueSort: Invalid value",
            ),
            (
                |it| {
                    let config = PluginConfig { name: "X".into(), ..PluginConfig::default() };
                    it.profiles[0].plugin_config = vec![config.clone(), config];
                },
                "profiles[0].pluginConfig[1]: Duplicate value",
            ),
            (
                |it| it.leader_election.renew_deadline = Duration::from_secs(15),
                "leaderElection.leaseDuration: Invalid value",
            ),
            (
                |it| it.leader_election.resource_name.clear(),
                "leaderElection.resourceName: Required value",
            ),
            (
                |it| {
                    let extender = Extender { prioritize_verb: "p".into(), ..Extender::default() };
                    it.extenders.push(extender);
                },
                "extenders[0].weight: Invalid value",
            ),
            (
                |it| {
                    let managed =
                        ExtenderManagedResource { name: "cpu".into(), ..Default::default() };
                    let managed_resources = vec![managed];
                    it.extenders.push(Extender { managed_resources, ..Extender::default() });
                },
                "extenders[0].managedResources[0].name: Invalid value",
            ),
        ];
        for (change, want) in rows {
            let mut configuration = KubeSchedulerConfiguration::default();
            assert!(configuration.validate().is_empty());
            change(&mut configuration);
            let errors = configuration.validate().to_string();
            assert!(errors.contains(want), "{want}: {errors}");
        }
    }
}
