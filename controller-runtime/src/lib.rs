//! Work-queue driven controllers, a manager, webhooks, leader election, and a testing kit.
