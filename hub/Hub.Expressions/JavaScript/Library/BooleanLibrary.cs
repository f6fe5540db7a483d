using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Boolean</c> (§20.3).</summary>
internal static class BooleanLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable("Boolean")
        .Link("constructor", IntrinsicId.Boolean)
        .Method("toString", 0, static (run, self, _) => This(run, self) ? "true" : "false")
        .Method("valueOf", 0, static (run, self, _) => This(run, self));

    public static MemberTable Statics { get; } = new MemberTable().Link("prototype", IntrinsicId.BooleanPrototype, PropertyFlags.None);

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Coerce.ToBoolean(arguments.At(0));

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) =>
        new WrapperObject(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.BooleanPrototype), Coerce.ToBoolean(arguments.At(0)));

    private static bool This(Evaluation run, JsValue self) =>
        self.IsBoolean ? self.IsTrue
        : self.ObjectOrNull is WrapperObject { Primitive: { IsBoolean: true } inner } ? inner.IsTrue
        : self.ObjectOrNull == run.Intrinsic(IntrinsicId.BooleanPrototype) ? false
        : throw run.TypeError("Boolean.prototype method called on a value that is not a boolean");
}
