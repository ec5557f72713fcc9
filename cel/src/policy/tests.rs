//! Policies' expressions, after what upstream documents of them.

use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};

use super::*;
use crate::authorizer::{Attributes, Authorizer, Decision};
use crate::environment::Version;
use crate::value::Value;

const BUDGET: i64 = 10_000_000;

struct Case {
    object: Json,
    old: Json,
    namespace: Json,
    request: Json,
    params: Json,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            object: json!({"kind": "Deployment", "spec": {"replicas": 5}}),
            old: json!({"spec": {"replicas": 3}}),
            namespace: json!({"metadata": {"name": "ns", "labels": {"env": "prod"}}}),
            request: json!({
                "operation": "UPDATE", "dryRun": false, "userInfo": {"username": "alice", "groups": ["dev"]},
                "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
            }),
            params: json!({"max": 4}),
        }
    }
}

impl Case {
    fn input(&self) -> Input<'_> {
        Input {
            object: &self.object,
            old_object: &self.old,
            namespace: &self.namespace,
            request: &self.request,
            params: &self.params,
            authorizer: None,
        }
    }

    fn run(&self, policy: &Expressions, text: &str, wanted: Wanted) -> Result<String, String> {
        let condition = policy.condition(text, wanted, true);
        let evaluated = policy.evaluate([&condition], &self.input(), BUDGET);
        let Evaluation { mut results, .. } = evaluated.map_err(|e| e.to_string())?;
        results.remove(0).map(|v| v.to_string())
    }
}

fn plain(params: bool) -> Expressions {
    Expressions::new(Version::STORED, params, false, [])
}

#[test]
fn every_name_of_a_request_is_known() {
    let case = Case::default();
    for (text, want) in [
        ("object.spec.replicas > oldObject.spec.replicas", "true"),
        ("object.spec.replicas <= params.max", "false"),
        ("namespaceObject.metadata.labels['env'] == 'prod'", "true"),
        ("request.operation == 'UPDATE' && !request.dryRun", "true"),
        ("request.userInfo.groups.exists(g, g == 'dev')", "true"),
        ("request.resource.resource == 'deployments'", "true"),
    ] {
        assert_eq!(case.run(&plain(true), text, Wanted::Bool).as_deref(), Ok(want), "{text}");
    }
    let created = Case { old: Json::Null, ..Case::default() };
    let text = "oldObject == null";
    assert_eq!(created.run(&plain(false), text, Wanted::Bool).as_deref(), Ok("true"));
}

#[test]
fn faults_are_told_in_upstreams_words() {
    let case = Case::default();
    for (text, wanted, want) in [
        ("params.max > 1", Wanted::Bool, "undeclared reference to 'params'"),
        ("request.operations", Wanted::Bool, "undefined field 'operations'"),
        (
            "object.spec.replicas",
            Wanted::Bool,
            "compilation error: must evaluate to bool but got dyn",
        ),
        ("1", Wanted::TextOrNull, "must evaluate to one of [string null_type] but got int"),
        (
            "object.spec.size > 1",
            Wanted::Bool,
            "expression 'object.spec.size > 1' resulted in error: no such key: size",
        ),
    ] {
        let fault = case.run(&plain(false), text, wanted).expect_err(text);
        assert!(fault.contains(want), "{text}: {fault}");
    }
}

#[test]
fn messages_may_not_ask_what_users_may_do() {
    let policy = plain(false);
    let text = "string(authorizer.path('/healthz').check('get').allowed())";
    assert!(policy.condition(text, Wanted::Text, true).fault().is_none());
    let fault = policy.condition(text, Wanted::Text, false);
    assert!(fault.fault().expect("a fault").contains("undeclared reference to 'authorizer'"));
}

#[test]
fn variables_are_computed_once_when_they_are_read() {
    let case = Case::default();
    let policy = Expressions::new(
        Version::STORED,
        false,
        false,
        [
            ("replicas", "object.spec.replicas"),
            ("double", "variables.replicas * 2"),
            ("broken", "object.spec.nothing"),
            ("faulty", "object.spec +"),
            ("flag", "variables.double > 5"),
        ],
    );
    assert_eq!(policy.faulty_variables().map(|(name, _)| name).collect::<Vec<_>>(), ["faulty"]);
    for (text, want) in [
        ("variables.flag", Ok("true")),
        (
            "variables.double == 10 && variables.double == variables.replicas + variables.replicas",
            Ok("true"),
        ),
        ("has(variables.double)", Ok("true")),
        ("true || variables.broken", Ok("true")),
        (
            "variables.broken == 1",
            Err("composited variable \"broken\" fails to evaluate: no such key: nothing"),
        ),
        (
            "variables.faulty == 1",
            Err("composited variable \"faulty\" fails to compile: compilation failed: "),
        ),
        ("variables.unknown == 1", Err("undefined field 'unknown'")),
        (
            "variables.flag + 1 == 2",
            Err("found no matching overload for '_+_' applied to '(bool, int)'"),
        ),
    ] {
        match (case.run(&policy, text, Wanted::Bool), want) {
            (Ok(got), Ok(want)) => assert_eq!(got, want, "{text}"),
            (Err(got), Err(want)) => assert!(got.contains(want), "{text}: {got}"),
            (got, want) => panic!("{text}: {got:?}, wanted {want:?}"),
        }
    }
    // The second expression that reads a variable does not pay for it.
    let condition = policy.condition("variables.double > 1", Wanted::Bool, true);
    let spent = |count: usize| {
        let conditions = std::iter::repeat_n(&condition, count);
        BUDGET - policy.evaluate(conditions, &case.input(), BUDGET).expect("cheap").budget
    };
    assert!(spent(2) < 2 * spent(1), "{} {}", spent(1), spent(2));
}

#[test]
fn expressions_end_with_the_budget() {
    let case = Case::default();
    let policy = plain(false);
    let text = "[1,2,3,4,5,6,7,8].all(x, [1,2,3,4,5,6,7,8].all(y, x + y > 0))";
    let condition = policy.condition(text, Wanted::Bool, true);
    let left = policy.evaluate([&condition], &case.input(), BUDGET).expect("enough").budget;
    let cost = BUDGET - left;
    assert_eq!(policy.evaluate([&condition], &case.input(), cost).expect("just enough").budget, 0);
    assert!(policy.evaluate([&condition], &case.input(), cost - 1).is_err());
}

/// Allows what begins with `a`, and remembers what it was asked.
#[derive(Debug, Default)]
struct Rules(Mutex<Vec<Attributes>>);

impl Authorizer for Rules {
    fn authorize(&self, attributes: &Attributes) -> Decision {
        self.0.lock().expect("unpoisoned").push(attributes.clone());
        let allowed = attributes.name.starts_with('a');
        Decision { allowed, reason: "because".to_owned(), error: String::new() }
    }

    fn service_account(&self, _: &str, _: &str) -> Arc<dyn Authorizer> {
        Arc::new(Self::default())
    }
}

#[test]
fn the_authorizer_is_asked_about_the_resource_of_the_request() {
    let case = Case::default();
    let policy = plain(false);
    let rules = Arc::new(Rules::default());
    let resource = Attributes {
        group: "apps".to_owned(),
        resource: "deployments".to_owned(),
        name: "a".to_owned(),
        ..Attributes::default()
    };
    let authorizer =
        Some(RequestAuthorizer { authorizer: rules.clone(), resource: resource.clone() });
    let input = Input { authorizer, ..case.input() };
    let text = "authorizer.requestResource.check('scale').allowed() && \
                !authorizer.group('').resource('pods').name('b').check('get').allowed()";
    let condition = policy.condition(text, Wanted::Bool, true);
    let result = policy.evaluate([&condition], &input, BUDGET).expect("cheap").results.remove(0);
    assert!(matches!(result, Ok(Value::Bool(true))), "{result:?}");
    let asked = rules.0.lock().expect("unpoisoned");
    assert_eq!(asked[0], Attributes { verb: "scale".to_owned(), ..resource });
    assert_eq!((asked[1].resource.as_str(), asked[1].name.as_str()), ("pods", "b"));
}

fn mutation(text: &str, wanted: Wanted) -> Result<Json, String> {
    let case = Case::default();
    let policy = Expressions::new(Version::STORED, false, true, []);
    let condition = policy.condition(text, wanted, true);
    let mut results =
        policy.evaluate([&condition], &case.input(), BUDGET).map_err(|e| e.to_string())?.results;
    let value = results.remove(0)?;
    let made = match wanted {
        Wanted::JsonPatch => json_patch(&value).map(Json::from),
        _ => apply_configuration(&value).map(Json::from),
    };
    made.map_err(|e| e.to_string())
}

#[test]
fn apply_configurations_are_built_from_the_types_of_their_places() {
    let text = "Object{metadata: Object.metadata{labels: {'a': string(object.spec.replicas)}}, \
                spec: Object.spec{?paused: optional.none(), ?replicas: optional.of(1), \
                template: Object.spec.template{containers: [Object.spec.template.containers{name: 'c'}]}}}";
    let want = json!({
        "metadata": {"labels": {"a": "5"}},
        "spec": {"replicas": 1, "template": {"containers": [{"name": "c"}]}},
    });
    assert_eq!(mutation(text, Wanted::ApplyConfiguration), Ok(want));
    assert_eq!(
        mutation("true ? Object{} : Object{spec: Object.spec{}}", Wanted::ApplyConfiguration),
        Ok(json!({}))
    );
    for (text, want) in [
        ("{'spec': 1}", "must evaluate to Object but got map(string, int)"),
        (
            "Object{spec: Object.status{}}",
            "unexpected type name \"Object.status\", expected \"Object.spec\"",
        ),
        ("Objects{}", "undeclared reference to 'Objects'"),
    ] {
        let fault = mutation(text, Wanted::ApplyConfiguration).expect_err(text);
        assert!(fault.contains(want), "{text}: {fault}");
    }
}

#[test]
fn json_patches_are_built_of_operations() {
    let text = "[JSONPatch{op: 'test', path: '/spec/replicas', value: object.spec.replicas}, \
                JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a.b/c~d'), value: 'x'}, \
                JSONPatch{op: 'add', path: '/spec/containers/-', value: Object.spec.containers{name: 'c', ports: [1]}}, \
                JSONPatch{op: 'remove', path: '/spec/x'}, \
                JSONPatch{op: 'copy', from: '/a', path: '/b'}, \
                JSONPatch{op: 'add', path: '/n', value: null}]";
    let want = json!([
        {"op": "test", "path": "/spec/replicas", "value": 5},
        {"op": "add", "path": "/metadata/labels/a.b~1c~0d", "value": "x"},
        {"op": "add", "path": "/spec/containers/-", "value": {"name": "c", "ports": [1]}},
        {"op": "remove", "path": "/spec/x"},
        {"op": "copy", "from": "/a", "path": "/b"},
        {"op": "add", "path": "/n", "value": null},
    ]);
    assert_eq!(mutation(text, Wanted::JsonPatch), Ok(want));
    assert_eq!(
        mutation("has(object.spec) ? [] : [JSONPatch{op: 'x'}]", Wanted::JsonPatch),
        Ok(json!([]))
    );
    let fault = mutation("[JSONPatch{op: 1}]", Wanted::JsonPatch).expect_err("mistyped");
    assert!(
        fault.contains("expected type of field 'op' is 'string' but provided type is 'int'"),
        "{fault}"
    );
    let fault = mutation("['a']", Wanted::JsonPatch).expect_err("mistyped");
    assert!(fault.contains("must evaluate to list(JSONPatch) but got list(string)"), "{fault}");
}
