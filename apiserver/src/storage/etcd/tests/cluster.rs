//! Members that die and come back, and certificates.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::server::{Wire, connect_when_up};
use super::*;
use crate::storage::etcd::EtcdTls;

/// Writes until one goes through, as a client of the API server would; returns its revision.
async fn create_in_the_end(storage: &EtcdStorage, key: &str) -> u64 {
    let created = async {
        loop {
            match storage.create(key, "".into(), None).await {
                Ok(revision) => return revision,
                // The answer to an attempt that went through was lost.
                Err(StorageError::KeyExists { current }) => return current.mod_revision,
                Err(error) => assert!(error.is_unavailable(), "{error}"),
            }
        }
    };
    timeout(PATIENCE, created).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watches_survive_a_restart_of_etcd() {
    for binary in binaries() {
        let mut server = Server::start(&binary).await;
        let storage = connect(server.url()).await;
        let cache = WatchCache::start(Arc::new(storage.clone()), pods());
        let mut watch = storage.watch("/registry/pods/", 0).await.unwrap();
        let mut want = vec![create_in_the_end(&storage, "/registry/pods/a").await];
        server.kill();
        assert!(storage.get("/registry/pods/a").await.unwrap_err().is_unavailable());
        server.run();
        for name in ["b", "c"] {
            want.push(create_in_the_end(&storage, &format!("/registry/pods/{name}")).await);
        }
        assert_eq!(revisions(&mut watch, 3).await, want);
        assert_eq!(newest(&cache).await, (3, want[2]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compaction_during_an_absence_ends_watches_and_the_cache_lists_again() {
    for binary in binaries() {
        let server = Server::start(&binary).await;
        let wire = Wire::to(server.url()).await;
        let mut config = EtcdConfig::new([wire.url()]);
        config.request_timeout = Duration::from_secs(3);
        let storage = EtcdStorage::connect(config).await.unwrap();
        let cache = WatchCache::start(Arc::new(storage.clone()), pods());
        let mut watch = storage.watch("/registry/pods/", 0).await.unwrap();
        create_in_the_end(&storage, "/registry/pods/a").await;
        assert_eq!(newest(&cache).await.0, 1);
        assert_eq!(revisions(&mut watch, 1).await, [2]);
        wire.cut();
        let other = connect(server.url()).await;
        for name in ["b", "c", "d"] {
            create_in_the_end(&other, &format!("/registry/pods/{name}")).await;
        }
        let kv = other.get("/registry/pods/a").await.unwrap().kv.unwrap();
        let deleted = other.delete(&kv.key, kv.mod_revision).await.unwrap();
        other.compact(deleted).await.unwrap();
        wire.mend();
        let error = timeout(PATIENCE, watch.next()).await.unwrap().unwrap().unwrap_err();
        assert!(error.is_compacted(), "{error}");
        let fresh = async {
            let request = ListRequest::new(Scope::Prefix("/registry/pods/"));
            loop {
                match cache.list(request, Freshness::Newest).await {
                    Ok(list) => return list,
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        };
        let list = timeout(PATIENCE, fresh).await.unwrap();
        assert_eq!((list.items.len(), list.revision), (3, deleted));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cluster_goes_on_without_one_member() {
    for binary in binaries() {
        let mut servers = Server::cluster(&binary, 3);
        servers.iter_mut().for_each(Server::run);
        let config = EtcdConfig::new(servers.iter().map(|server| server.url()));
        let storage = connect_when_up(&config).await;
        let cache = WatchCache::start(Arc::new(storage.clone()), pods());
        let mut watch = storage.watch("/registry/pods/", 0).await.unwrap();
        let mut want = Vec::new();
        for (round, server) in servers.iter_mut().enumerate() {
            // One after the other: the one that is spoken to and the leader are among them.
            server.kill();
            for number in 0..20 {
                let key = format!("/registry/pods/{round}-{number}");
                want.push(create_in_the_end(&storage, &key).await);
            }
            server.run();
            let key = format!("/registry/pods/{round}-back");
            want.push(create_in_the_end(&storage, &key).await);
            // Two members are a majority only when the third is back.
            drop(connect_when_up(&EtcdConfig::new([server.url()])).await);
        }
        assert_eq!(revisions(&mut watch, want.len()).await, want);
        assert_eq!(newest(&cache).await.0, want.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_with_client_certificates() {
    for binary in binaries() {
        let ca_key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = params.self_signed(&ca_key).unwrap().pem();
        let issuer = Issuer::from_params(&params, &ca_key);
        let certificate = || {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec!["etcd.example".to_owned()]).unwrap();
            (params.signed_by(&key, &issuer).unwrap().pem(), key.serialize_pem())
        };
        let (server_certificate, server_key) = certificate();
        let server = Server::cluster(&binary, 1).remove(0);
        let mut server = server.with_tls(|directory| {
            std::fs::write(directory.join("ca.crt"), &ca).unwrap();
            std::fs::write(directory.join("server.crt"), server_certificate).unwrap();
            std::fs::write(directory.join("server.key"), server_key).unwrap();
        });
        server.run();
        let (client_certificate, client_key) = certificate();
        let mut config = EtcdConfig::new([server.url()]);
        config.tls = Some(EtcdTls {
            ca: ca.clone().into(),
            client: Some((client_certificate.into(), client_key.into())),
            server_name: Some("etcd.example".to_owned()),
        });
        let storage = connect_when_up(&config).await;
        assert_eq!(storage.create("/a", "".into(), None).await.unwrap(), 2);

        let tls = EtcdTls { client: None, ..config.tls.clone().unwrap() };
        config.tls = Some(tls);
        config.request_timeout = Duration::from_secs(1);
        let error = EtcdStorage::connect(config).await.unwrap_err();
        assert_eq!(error.to_string(), "etcd does not answer", "without a client certificate");
    }
}
