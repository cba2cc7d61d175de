import { post } from "../post.js";
import { Push, pushWorld } from "../push.js";

// The visit is over or goes on elsewhere, and this page is all that its browser has left of it.
new Push(pushWorld(post), { key: "", scope: "/visit/", start: "", stop: "" }).end();
