//! Webhooks and admission policies.

use crate::admissionregistration::v1::{
    FailurePolicyType, MatchPolicyType, MutatingWebhook, ReinvocationPolicyType,
    RuleWithOperations, ScopeType, ServiceReference, ValidatingWebhook,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    let mut rules: Rules = rules! {
        MutatingWebhook => mutating_webhook;
        ValidatingWebhook => validating_webhook;
        RuleWithOperations => |rule: &mut RuleWithOperations| scope(&mut rule.scope);
        ServiceReference => |service: &mut ServiceReference| {
            service.port.get_or_insert(443);
        };
    };
    rules.extend(v1::policies());
    rules.extend(v1beta1::policies());
    #[cfg(feature = "alpha")]
    rules.extend(alpha());
    rules
}

/// Defines the rules of admission policies, which are alike in all versions.
macro_rules! policies {
    ($($version:ident)*) => {$(
        mod $version {
            use crate::walk::{Rules, rules};
            use crate::admissionregistration::$version::{
                FailurePolicyType, MatchPolicyType, MatchResources, MutatingAdmissionPolicySpec,
                NamedRuleWithOperations, ValidatingAdmissionPolicySpec,
            };

            pub(super) fn policies() -> Rules {
                rules! {
                    NamedRuleWithOperations => |rule: &mut NamedRuleWithOperations| {
                        super::scope(&mut rule.scope);
                    };
                    MatchResources => |resources: &mut MatchResources| {
                        resources.match_policy.get_or_insert(MatchPolicyType::Equivalent);
                        resources.namespace_selector.get_or_insert_default();
                        resources.object_selector.get_or_insert_default();
                    };
                    MutatingAdmissionPolicySpec => |spec: &mut MutatingAdmissionPolicySpec| {
                        spec.failure_policy.get_or_insert(FailurePolicyType::Fail);
                    };
                    ValidatingAdmissionPolicySpec => |spec: &mut ValidatingAdmissionPolicySpec| {
                        spec.failure_policy.get_or_insert(FailurePolicyType::Fail);
                    };
                }
            }
        }
    )*};
}
policies! { v1 v1beta1 }
#[cfg(feature = "alpha")]
policies! { v1alpha1 }

#[cfg(feature = "alpha")]
fn alpha() -> Rules {
    use crate::admissionregistration::v1alpha1::{ParamRef, ParameterNotFoundActionType};
    let mut rules: Rules = rules! {
        ParamRef => |reference: &mut ParamRef| {
            reference.parameter_not_found_action.get_or_insert(ParameterNotFoundActionType::Deny);
        };
    };
    rules.extend(v1alpha1::policies());
    rules
}

/// Rules match objects in namespaces and outside.
fn scope(scope: &mut Option<ScopeType>) {
    scope.get_or_insert(ScopeType::All);
}

/// Webhooks are given ten seconds.
const TIMEOUT_SECONDS: i32 = 10;

fn mutating_webhook(webhook: &mut MutatingWebhook) {
    webhook.failure_policy.get_or_insert(FailurePolicyType::Fail);
    webhook.match_policy.get_or_insert(MatchPolicyType::Equivalent);
    webhook.namespace_selector.get_or_insert_default();
    webhook.object_selector.get_or_insert_default();
    webhook.timeout_seconds.get_or_insert(TIMEOUT_SECONDS);
    webhook.reinvocation_policy.get_or_insert(ReinvocationPolicyType::Never);
}

fn validating_webhook(webhook: &mut ValidatingWebhook) {
    webhook.failure_policy.get_or_insert(FailurePolicyType::Fail);
    webhook.match_policy.get_or_insert(MatchPolicyType::Equivalent);
    webhook.namespace_selector.get_or_insert_default();
    webhook.object_selector.get_or_insert_default();
    webhook.timeout_seconds.get_or_insert(TIMEOUT_SECONDS);
}
