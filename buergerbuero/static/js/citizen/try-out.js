import { unlockSound } from "../sound.js";
import { DevicesTest } from "./devices-test.js";
import { offerWayOut } from "./way-out.js";

offerWayOut();
unlockSound("called");
new DevicesTest();
