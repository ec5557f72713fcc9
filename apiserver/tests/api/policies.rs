//! Admission policies: what they refuse, warn of and change.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_apiserver::admission::{MutatingAdmissionPolicies, ValidatingAdmissionPolicies};
use bowline_apiserver::authorization::{Attributes, AuthorizationError, Authorizer, Decision};
use bowline_apiserver::storage::MemoryStorage;
use serde_json::{Value, json};

use crate::client::{Answer, Api};

const GROUP: &str = "/apis/admissionregistration.k8s.io/v1";
const MAPS: &str = "/api/v1/namespaces/default/configmaps";

/// Allows everything but the verb `forbidden`.
struct AllButOne;

#[async_trait]
impl Authorizer for AllButOne {
    async fn authorize(&self, attributes: &Attributes) -> Result<Decision, AuthorizationError> {
        // An answer that does not come at once.
        tokio::task::yield_now().await;
        Ok(match attributes.verb.as_str() {
            "forbidden" => Decision::Deny { reason: format!("no {}", attributes.resource) },
            _ => Decision::allow(),
        })
    }
}

async fn api() -> Api {
    let authorizer = Arc::new(AllButOne);
    Api::with(Arc::new(MemoryStorage::default()), |builder| {
        builder
            .authorizer(authorizer.clone())
            .admission(Arc::new(MutatingAdmissionPolicies::new(authorizer.clone())))
            .admission(Arc::new(ValidatingAdmissionPolicies::new(authorizer)))
    })
    .await
}

fn on_config_maps() -> Value {
    json!({"resourceRules": [{
        "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"],
        "operations": ["CREATE", "UPDATE"],
    }]})
}

/// Creates a validating policy and a binding that denies.
async fn validating(api: &Api, name: &str, spec: Value, binding: Value) {
    let mut whole = json!({"matchConstraints": on_config_maps()});
    merge(&mut whole, spec);
    create(api, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", name, whole).await;
    let mut whole = json!({"policyName": name, "validationActions": ["Deny"]});
    merge(&mut whole, binding);
    let (kind, plural) = ("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings");
    create(api, kind, plural, &format!("{name}-binding"), whole).await;
}

/// Creates a mutating policy and a binding.
async fn mutating(api: &Api, name: &str, spec: Value) {
    let mut whole = json!({"matchConstraints": on_config_maps(), "reinvocationPolicy": "Never"});
    merge(&mut whole, spec);
    create(api, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", name, whole).await;
    let (kind, plural) = ("MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings");
    create(api, kind, plural, name, json!({"policyName": name})).await;
}

fn merge(whole: &mut Value, part: Value) {
    let part = part.as_object().cloned().unwrap();
    whole.as_object_mut().unwrap().extend(part);
}

async fn create(api: &Api, kind: &str, plural: &str, name: &str, spec: Value) {
    let object = json!({
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": kind,
        "metadata": {"name": name}, "spec": spec,
    });
    api.post(&format!("{GROUP}/{plural}"), &object).await.expect(201);
}

async fn map(api: &Api, name: &str, data: Value) -> Answer {
    let map = json!({
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": name, "labels": {"app": name}}, "data": data,
    });
    api.post(MAPS, &map).await
}

fn validations(expression: &str) -> Value {
    json!({"validations": [{"expression": expression}]})
}

#[tokio::test(start_paused = true)]
async fn a_policy_refuses_what_its_expression_is_against() {
    let api = api().await;
    let spec = json!({
        "variables": [{"name": "size", "expression": "size(object.data)"}],
        "validations": [
            {"expression": "variables.size < 3", "messageExpression": "string(variables.size) + ' is too many'", "reason": "Forbidden"},
            {"expression": "!('bad' in object.data)", "message": " no bad key "},
            {"expression": "request.operation != 'UPDATE' || object.data == oldObject.data"},
        ],
    });
    validating(&api, "sizes", spec, json!({})).await;
    map(&api, "good", json!({"a": "1"})).await.expect(201);

    let refused = map(&api, "large", json!({"a": "1", "b": "2", "c": "3"})).await;
    let told = "ValidatingAdmissionPolicy 'sizes' with binding 'sizes-binding' denied request: ";
    let message = format!("configmaps \"large\" is forbidden: {told}3 is too many");
    let status = refused.expect(403);
    assert_eq!((&status["message"], &status["reason"]), (&json!(message), &json!("Forbidden")));
    assert_eq!(status["details"]["causes"], json!([{"message": format!("{told}3 is too many")}]));

    let refused = map(&api, "bad", json!({"bad": "1"})).await;
    assert_eq!(refused.expect(422)["reason"], "Invalid");
    assert!(refused.message().ends_with("denied request: no bad key"), "{}", refused.message());

    let changed = api.merge(&format!("{MAPS}/good"), &json!({"data": {"a": "2"}})).await;
    changed.expect(422);
    let want = "failed expression: request.operation != 'UPDATE' || object.data == oldObject.data";
    assert!(changed.message().ends_with(want), "{}", changed.message());
    // Other resources and deletions are none of its business.
    api.delete(&format!("{MAPS}/good"), &Value::Null).await.expect(200);
}

#[tokio::test(start_paused = true)]
async fn bindings_decide_what_becomes_of_a_failure() {
    let api = api().await;
    let warns = json!({"validationActions": ["Warn", "Audit"]});
    validating(&api, "warns", validations("has(object.data.a)"), warns).await;
    let answer = map(&api, "one", json!({"b": "1"})).await;
    answer.expect(201);
    let want = "299 - \"Validation failed for ValidatingAdmissionPolicy 'warns' with binding \
                'warns-binding': failed expression: has(object.data.a)\"";
    assert_eq!(answer.warnings(), [want]);

    let only = json!({"matchResources": {"objectSelector": {"matchLabels": {"app": "two"}}}});
    validating(&api, "denies", validations("false"), only).await;
    map(&api, "two", json!({})).await.expect(422);
    map(&api, "three", json!({})).await.expect(201);
    // A binding that is gone acts no more.
    let binding = format!("{GROUP}/validatingadmissionpolicybindings/denies-binding");
    api.delete(&binding, &Value::Null).await.expect(200);
    map(&api, "two", json!({})).await.expect(201);
}

#[tokio::test(start_paused = true)]
async fn faults_of_policies_refuse_unless_they_are_ignored() {
    for (name, spec, want) in [
        (
            "missing",
            validations("object.data.nothing == 'a'"),
            "expression 'object.data.nothing == 'a'' resulted in error: no such key: nothing",
        ),
        (
            "mistyped",
            validations("object.data"),
            "compilation error: must evaluate to bool but got dyn",
        ),
        (
            "syntax",
            validations("object."),
            "compilation error: compilation failed: ERROR: <input>:1:8: Syntax error",
        ),
        (
            "conditions",
            json!({
                "validations": [{"expression": "false"}],
                "matchConditions": [{"name": "c", "expression": "object.data.nothing == 'a'"}],
            }),
            "expression 'object.data.nothing == 'a'' resulted in error: no such key: nothing",
        ),
        (
            "params",
            json!({"paramKind": {"apiVersion": "example.com/v1", "kind": "None"}, "validations": [{"expression": "false"}]}),
            "failed to configure policy: failed to find resource referenced by paramKind: \
             'example.com/v1, Kind=None'",
        ),
    ] {
        let api = api().await;
        validating(&api, name, spec.clone(), json!({})).await;
        let refused = map(&api, "a", json!({"a": "1"})).await;
        assert_eq!(refused.code, 422, "{name}: {}", refused.text);
        assert!(refused.message().contains(want), "{name}: {}", refused.message());

        let path = format!("{GROUP}/validatingadmissionpolicies/{name}");
        api.merge(&path, &json!({"spec": {"failurePolicy": "Ignore"}})).await.expect(200);
        map(&api, "a", json!({"a": "1"})).await.expect(201);
    }
}

#[tokio::test(start_paused = true)]
async fn match_conditions_and_rules_choose_the_requests() {
    let api = api().await;
    let spec = json!({
        "validations": [{"expression": "false"}],
        "matchConditions": [
            {"name": "user", "expression": "request.userInfo.username == 'admin'"},
            {"name": "name", "expression": "!object.metadata.name.startsWith('free')"},
        ],
        "matchConstraints": {
            "namespaceSelector": {"matchExpressions": [{"key": "free", "operator": "DoesNotExist"}]},
            "resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "resources": ["configmaps", "secrets"], "operations": ["*"]}],
            "excludeResourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"], "operations": ["CREATE"], "resourceNames": ["excluded"]}],
        },
    });
    validating(&api, "strict", spec, json!({})).await;
    map(&api, "bound", json!({})).await.expect(422);
    map(&api, "free-one", json!({})).await.expect(201);
    map(&api, "excluded", json!({})).await.expect(201);
    // A deletion has no object, so that the second condition cannot be told.
    api.delete(&format!("{MAPS}/excluded"), &Value::Null).await.expect(422);
    let namespace = json!({"metadata": {"name": "free", "labels": {"free": ""}}});
    api.post("/api/v1/namespaces", &namespace).await.expect(201);
    let map = json!({"metadata": {"name": "bound"}});
    api.post("/api/v1/namespaces/free/configmaps", &map).await.expect(201);
}

#[tokio::test(start_paused = true)]
async fn a_policy_on_another_version_of_a_resource_matches_as_equivalent() {
    for (match_policy, code) in [("Equivalent", 422), ("Exact", 201)] {
        let api = api().await;
        let spec = json!({
            "validations": [{"expression": "request.resource.group != 'events.k8s.io' || !has(object.note)"}],
            "matchConstraints": {
                "matchPolicy": match_policy,
                "resourceRules": [{"apiGroups": ["events.k8s.io"], "apiVersions": ["v1"], "resources": ["events"], "operations": ["*"]}],
            },
        });
        validating(&api, "events", spec, json!({})).await;
        let event = json!({
            "metadata": {"name": "e", "namespace": "default"}, "message": "hello", "reason": "Because", "type": "Normal",
            "involvedObject": {"kind": "Pod", "namespace": "default", "name": "p"}, "source": {"component": "test"},
        });
        let answer = api.post("/api/v1/namespaces/default/events", &event).await;
        assert_eq!(answer.code, code, "{match_policy}: {}", answer.text);
    }
}

#[tokio::test(start_paused = true)]
async fn parameters_are_found_by_name_and_by_selector() {
    let api = api().await;
    for (name, most) in [("strict", "1"), ("lax", "3")] {
        let limits = json!({"metadata": {"name": name, "labels": {"limits": "yes"}}, "data": {"most": most}});
        api.post("/api/v1/namespaces/kube-system/configmaps", &limits).await.expect(201);
    }
    let spec = json!({
        "paramKind": {"apiVersion": "v1", "kind": "ConfigMap"},
        "validations": [{
            "expression": "params == null || size(object.data) <= int(params.data.most)",
            "messageExpression": "'at most ' + params.data.most",
        }],
    });
    let by_name = json!({"paramRef": {"name": "lax", "namespace": "kube-system", "parameterNotFoundAction": "Deny"}});
    validating(&api, "limits", spec, by_name).await;
    let binding = format!("{GROUP}/validatingadmissionpolicybindings/limits-binding");
    let two = || json!({"a": "1", "b": "2"});
    map(&api, "one", two()).await.expect(201);

    let by_selector = json!({"spec": {"paramRef": {"name": null, "selector": {"matchLabels": {"limits": "yes"}}}}});
    api.merge(&binding, &by_selector).await.expect(200);
    let refused = map(&api, "two", two()).await;
    refused.expect(422);
    assert!(refused.message().ends_with("at most 1"), "{}", refused.message());

    let none = json!({"spec": {"paramRef": {"selector": {"matchLabels": {"limits": "no"}}}}});
    api.merge(&binding, &none).await.expect(200);
    let refused = map(&api, "three", two()).await;
    let want = "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction";
    assert!(refused.message().ends_with(want), "{}", refused.message());
    let allow = json!({"spec": {"paramRef": {"parameterNotFoundAction": "Allow"}}});
    api.merge(&binding, &allow).await.expect(200);
    map(&api, "three", two()).await.expect(201);
}

#[tokio::test(start_paused = true)]
async fn expressions_ask_the_authorizer_and_see_the_namespace() {
    let api = api().await;
    let asks = |verb: &str| {
        format!(
            "authorizer.requestResource.check('{verb}').allowed() && \
             authorizer.group('apps').resource('deployments').namespace('x').check('get').allowed() && \
             namespaceObject.metadata.name == 'default'"
        )
    };
    validating(&api, "allowed", validations(&asks("get")), json!({})).await;
    map(&api, "a", json!({})).await.expect(201);
    let reason = json!({"validations": [{
        "expression": asks("forbidden"),
        "messageExpression": "'not in ' + namespaceObject.metadata.name",
    }]});
    validating(&api, "forbidden", reason, json!({})).await;
    let refused = map(&api, "b", json!({})).await;
    assert!(refused.message().ends_with("not in default"), "{}", refused.message());
}

#[tokio::test(start_paused = true)]
async fn mutations_change_the_object_before_it_is_judged() {
    let api = api().await;
    mutating(
        &api,
        "labels",
        json!({
            "variables": [{"name": "name", "expression": "object.metadata.name"}],
            "mutations": [
                {"patchType": "ApplyConfiguration", "applyConfiguration": {"expression":
                    "Object{metadata: Object.metadata{labels: {'name': variables.name}}, data: {'added': 'yes'}}"}},
                {"patchType": "JSONPatch", "jsonPatch": {"expression":
                    "[JSONPatch{op: 'add', path: '/data/' + jsonpatch.escapeKey('a.b'), value: object.metadata.labels.name}]"}},
            ],
        }),
    )
    .await;
    validating(&api, "wants-it", validations("object.data.added == 'yes'"), json!({})).await;
    let made = map(&api, "web", json!({"own": "1"})).await.expect(201);
    assert_eq!(made["data"], json!({"own": "1", "added": "yes", "a.b": "web"}));
    assert_eq!(made["metadata"]["labels"], json!({"app": "web", "name": "web"}));
}

#[tokio::test(start_paused = true)]
async fn mutations_that_cannot_be_made_refuse_the_request() {
    for (name, mutation, want) in [
        (
            "mismatch",
            json!({"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{metadata: Object.data{}}"}}),
            "type mismatch: unexpected type name \"Object.data\", expected \"Object.metadata\"",
        ),
        (
            "unknown",
            json!({"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{spec: Object.spec{a: 1}}"}}),
            "error applying patch: failed to convert patch object to typed object: .spec: field not declared in schema",
        ),
        (
            "path",
            json!({"patchType": "JSONPatch", "jsonPatch": {"expression": "[JSONPatch{op: 'remove', path: '/data/none'}]"}}),
            "JSONPath: remove operation does not apply",
        ),
    ] {
        let api = api().await;
        mutating(&api, name, json!({"mutations": [mutation]})).await;
        let refused = map(&api, "a", json!({"a": "1"})).await;
        let told = format!("policy '{name}' with binding '{name}' denied request: {want}");
        assert_eq!(refused.code, 403, "{name}: {}", refused.text);
        assert!(refused.message().starts_with(&told), "{name}: {}", refused.message());
        let path = format!("{GROUP}/mutatingadmissionpolicies/{name}");
        api.merge(&path, &json!({"spec": {"failurePolicy": "Ignore"}})).await.expect(200);
        map(&api, "a", json!({"a": "1"})).await.expect(201);
    }
    // A test that fails means that the patch is not meant for the object.
    let api = api().await;
    let patch = "[JSONPatch{op: 'test', path: '/data/a', value: 'x'}, JSONPatch{op: 'remove', path: '/data/a'}]";
    mutating(
        &api,
        "test",
        json!({"mutations": [{"patchType": "JSONPatch", "jsonPatch": {"expression": patch}}]}),
    )
    .await;
    let kept = map(&api, "a", json!({"a": "1"})).await.expect(201);
    assert_eq!(kept["data"], json!({"a": "1"}));
}

#[tokio::test(start_paused = true)]
async fn a_policy_sees_later_changes_if_it_wants_to() {
    for (reinvocation, want) in
        [("Never", json!({"b": "1"})), ("IfNeeded", json!({"b": "1", "seen": "b"}))]
    {
        let api = api().await;
        let first = "has(object.data) && 'b' in object.data && !('seen' in object.data) ? \
                     Object{data: {'seen': 'b'}} : Object{}";
        mutating(&api, "a-first", json!({
            "reinvocationPolicy": reinvocation,
            "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": first}}],
        })).await;
        mutating(&api, "b-second", json!({
            "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{data: {'b': '1'}}"}}],
        })).await;
        let made = map(&api, "a", json!({})).await.expect(201);
        assert_eq!(made["data"], want, "{reinvocation}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_policy_stands_in_the_way_of_mending_policies() {
    let api = api().await;
    let everything = json!({
        "validations": [{"expression": "false"}],
        "matchConstraints": {"resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*/*"], "operations": ["*"]}]},
    });
    validating(&api, "no", everything, json!({})).await;
    map(&api, "a", json!({})).await.expect(422);
    let path = format!("{GROUP}/validatingadmissionpolicies/no");
    api.delete(&path, &Value::Null).await.expect(200);
    map(&api, "a", json!({})).await.expect(201);
}
