//! Expressions ask at once what a user may do; whoever knows may need time to answer.

use std::sync::Arc;

use bowline_cel::authorizer::{Attributes, Authorizer, Decision};
use bowline_cel::policy::RequestAuthorizer;
use parking_lot::Mutex;

use crate::admission::AdmissionRequest;
use crate::authentication::User;
use crate::authorization::{self, Authorizer as ServerAuthorizer};

/// Who is asked about, and what.
type Question = (Option<(String, String)>, Attributes);

/// The questions of expressions and their answers.
#[derive(Debug, Default)]
struct Book {
    answered: Vec<(Question, Decision)>,
    open: Vec<Question>,
}

/// What expressions ask, on behalf of the user or of a service account.
#[derive(Clone, Debug)]
struct Asker {
    account: Option<(String, String)>,
    book: Arc<Mutex<Book>>,
}

impl Authorizer for Asker {
    fn authorize(&self, attributes: &Attributes) -> Decision {
        let question = (self.account.clone(), attributes.clone());
        let mut book = self.book.lock();
        if let Some((_, decision)) = book.answered.iter().find(|(asked, _)| *asked == question) {
            return decision.clone();
        }
        book.open.push(question);
        Decision { error: "not answered yet".to_owned(), ..Decision::default() }
    }

    fn service_account(&self, namespace: &str, name: &str) -> Arc<dyn Authorizer> {
        let account = Some((namespace.to_owned(), name.to_owned()));
        Arc::new(Self { account, book: self.book.clone() })
    }
}

/// Evaluates until every question that comes up has its answer: an expression that asks is run
/// again with the answer, which costs it nothing.
pub(super) async fn answered<T>(
    request: &AdmissionRequest<'_>,
    authorizer: &dyn ServerAuthorizer,
    mut evaluate: impl FnMut(RequestAuthorizer) -> T,
) -> T {
    let book = Arc::new(Mutex::new(Book::default()));
    let resource = Attributes {
        group: request.group.to_owned(),
        resource: request.resource.to_owned(),
        subresource: request.subresource.to_owned(),
        namespace: request.namespace.to_owned(),
        name: request.name.to_owned(),
        ..Attributes::default()
    };
    loop {
        let asker = Arc::new(Asker { account: None, book: book.clone() });
        let outcome = evaluate(RequestAuthorizer { authorizer: asker, resource: resource.clone() });
        let open = std::mem::take(&mut book.lock().open);
        if open.is_empty() {
            return outcome;
        }
        for question in open {
            let decision = ask(request, authorizer, &question).await;
            book.lock().answered.push((question, decision));
        }
    }
}

async fn ask(
    request: &AdmissionRequest<'_>,
    authorizer: &dyn ServerAuthorizer,
    (account, asked): &Question,
) -> Decision {
    let user = match account {
        Some((namespace, name)) => Arc::new(service_account(namespace, name)),
        None => request.user.clone(),
    };
    let attributes = authorization::Attributes {
        user,
        verb: asked.verb.clone(),
        group: asked.group.clone(),
        version: if asked.path.is_some() { String::new() } else { "*".to_owned() },
        resource: asked.resource.clone(),
        subresource: asked.subresource.clone(),
        namespace: asked.namespace.clone(),
        name: asked.name.clone(),
        path: asked.path.clone().unwrap_or_default(),
        resource_request: asked.path.is_none(),
        label_selector: asked.label_selector.clone(),
        field_selector: asked.field_selector.clone(),
    };
    match authorizer.authorize(&attributes).await {
        Ok(decision) => Decision {
            allowed: decision.is_allowed(),
            reason: decision.reason().to_owned(),
            error: String::new(),
        },
        Err(error) => Decision { error: error.to_string(), ..Decision::default() },
    }
}

fn service_account(namespace: &str, name: &str) -> User {
    User::named(format!("system:serviceaccount:{namespace}:{name}"))
        .group("system:serviceaccounts")
        .group(format!("system:serviceaccounts:{namespace}"))
        .group("system:authenticated")
}

/// The resources of which no policy is asked: the policies themselves, lest nobody could mend
/// them, and questions that are not stored.
pub(super) fn is_exempt(request: &AdmissionRequest<'_>) -> bool {
    match request.group {
        "admissionregistration.k8s.io" => matches!(
            request.resource,
            "validatingadmissionpolicies"
                | "validatingadmissionpolicybindings"
                | "mutatingadmissionpolicies"
                | "mutatingadmissionpolicybindings"
        ),
        "authentication.k8s.io" => {
            matches!(request.resource, "selfsubjectreviews" | "tokenreviews")
        }
        "authorization.k8s.io" => true,
        _ => false,
    }
}
