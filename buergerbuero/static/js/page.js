import { offerWayOut } from "./citizen/way-out.js";
import { fadeChangedDoors } from "./doors.js";
import { enhanceForms } from "./forms.js";
import { watchFreshness } from "./freshness.js";
import { startLive } from "./live-page.js";

offerWayOut();
enhanceForms();
watchFreshness();
fadeChangedDoors();
startLive();
