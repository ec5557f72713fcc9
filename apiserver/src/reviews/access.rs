//! May somebody do something?

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use crate::authentication::User;
use crate::authorization::{Attributes, Authorizer, Decision};

pub(super) async fn review(
    authorizer: &dyn Authorizer,
    plural: &str,
    namespace: &str,
    sender: &Arc<User>,
    body: &mut Value,
) -> Result<Value, Status> {
    let kind = match plural {
        "selfsubjectaccessreviews" => "SelfSubjectAccessReview",
        "localsubjectaccessreviews" => "LocalSubjectAccessReview",
        _ => "SubjectAccessReview",
    };
    let spec = &body["spec"];
    let user = match kind {
        "SelfSubjectAccessReview" => Arc::clone(sender),
        _ => Arc::new(subject(spec)),
    };
    let resource = &spec["resourceAttributes"];
    let path = &spec["nonResourceAttributes"];
    let invalid = |field: &str, detail: &str| {
        let message = format!("Invalid value: \"\": {detail}");
        let text = format!("{kind}.authorization.k8s.io \"\" is invalid: {field}: {message}");
        Status::failure(422, "Invalid", text).about("authorization.k8s.io", kind, "").cause(
            "FieldValueInvalid",
            message,
            field,
        )
    };
    if resource.is_object() == path.is_object() {
        return Err(invalid(
            "spec.resourceAttributes",
            "exactly one of nonResourceAttributes or resourceAttributes must be specified",
        ));
    }
    if kind != "SelfSubjectAccessReview" && user.name.is_empty() && user.groups.is_empty() {
        return Err(invalid("spec.user", "at least one of user or group must be specified"));
    }
    if kind == "LocalSubjectAccessReview" && resource["namespace"] != namespace {
        return Err(invalid("spec.resourceAttributes.namespace", "must match metadata.namespace"));
    }
    let request = attributes(user, resource, path);
    Ok(match authorizer.authorize(&request).await {
        Ok(decision) => {
            let mut status = json!({"allowed": decision.is_allowed()});
            if matches!(decision, Decision::Deny { .. }) {
                status["denied"] = json!(true);
            }
            if !decision.reason().is_empty() {
                status["reason"] = json!(decision.reason());
            }
            status
        }
        Err(fault) => json!({"allowed": false, "evaluationError": fault.to_string()}),
    })
}

fn subject(spec: &Value) -> User {
    let text = |key: &str| spec[key].as_str().unwrap_or_default().to_owned();
    User {
        name: text("user"),
        uid: text("uid"),
        groups: strings(&spec["groups"]),
        extra: spec["extra"].as_object().map_or_else(BTreeMap::new, |map| {
            map.iter().map(|(k, v)| (k.to_lowercase(), strings(v))).collect()
        }),
    }
}

fn strings(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|i| i.as_str().map(str::to_owned)).collect()
}

fn attributes(user: Arc<User>, resource: &Value, path: &Value) -> Attributes {
    let of = |from: &Value, key: &str| from[key].as_str().unwrap_or_default().to_owned();
    if path.is_object() {
        return Attributes {
            user,
            verb: of(path, "verb"),
            path: of(path, "path"),
            ..Attributes::default()
        };
    }
    Attributes {
        user,
        verb: of(resource, "verb"),
        group: of(resource, "group"),
        version: of(resource, "version"),
        resource: of(resource, "resource"),
        subresource: of(resource, "subresource"),
        namespace: of(resource, "namespace"),
        name: of(resource, "name"),
        resource_request: true,
        label_selector: of(&resource["labelSelector"], "rawSelector"),
        field_selector: of(&resource["fieldSelector"], "rawSelector"),
        ..Attributes::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authorization::{Privileged, Union};

    async fn ask(plural: &str, user: User, spec: Value) -> Result<Value, Status> {
        let authorizer = Union::new(vec![Arc::new(Privileged)]);
        let mut body = json!({"spec": spec});
        review(&authorizer, plural, "ns", &Arc::new(user), &mut body).await
    }

    #[tokio::test]
    async fn answers_for_the_sender_and_for_others() {
        let pods = json!({"resourceAttributes": {"verb": "list", "resource": "pods"}});
        let root = || User::named("root").group("system:masters");
        let answer = ask("selfsubjectaccessreviews", root(), pods.clone()).await.unwrap();
        assert_eq!(answer, json!({"allowed": true}));
        let answer = ask("selfsubjectaccessreviews", User::named("joe"), pods).await.unwrap();
        assert_eq!(answer, json!({"allowed": false}));
        let other = json!({
            "user": "joe", "groups": ["system:masters"],
            "nonResourceAttributes": {"verb": "get", "path": "/x"},
        });
        let answer = ask("subjectaccessreviews", User::named("joe"), other).await.unwrap();
        assert_eq!(answer["allowed"], true);
    }

    #[tokio::test]
    async fn senseless_questions_are_invalid() {
        for (plural, spec) in [
            ("selfsubjectaccessreviews", json!({})),
            ("subjectaccessreviews", json!({"resourceAttributes": {"verb": "get"}})),
            (
                "localsubjectaccessreviews",
                json!({"user": "a", "resourceAttributes": {"namespace": "other"}}),
            ),
        ] {
            assert_eq!(
                ask(plural, User::named("joe"), spec).await.unwrap_err().code,
                422,
                "{plural}"
            );
        }
    }
}
