// Ours, not idiomorph's: its own comments are not types that tsc understands.
export const Idiomorph: {
  morph(
    old: Element,
    fresh: Element | string,
    options?: {
      morphStyle?: "innerHTML" | "outerHTML";
      ignoreActive?: boolean;
      ignoreActiveValue?: boolean;
      restoreFocus?: boolean;
      callbacks?: {
        beforeNodeAdded?(node: Node): boolean;
        afterNodeAdded?(node: Node): void;
        beforeNodeMorphed?(old: Node, fresh: Node): boolean;
        afterNodeMorphed?(old: Node, fresh: Node): void;
        beforeNodeRemoved?(node: Node): boolean;
        afterNodeRemoved?(node: Node): void;
        beforeAttributeUpdated?(
          attribute: string,
          element: Element,
          kind: "update" | "remove",
        ): boolean;
      };
    },
  ): Node[];
};
