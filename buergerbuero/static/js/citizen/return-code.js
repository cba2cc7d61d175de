import { onCommand } from "../forms.js";
import { giveFocus } from "../region.js";

const BLOCK = "[data-return-code]";

/** The code comes with the answer and stays on the page: nobody leaves the waiting room for it. */
export function showReturnCode() {
  onCommand(({ form, ok, data }) => {
    const block = form.closest(BLOCK);
    if (!block || !ok || !data?.html) return;
    block.innerHTML = data.html;
    giveFocus(block.querySelector("[data-return-code-shown]"));
  });
}
