import { enhanceForms } from "./forms.js";
import { startLive } from "./live-page.js";

enhanceForms();
startLive();
