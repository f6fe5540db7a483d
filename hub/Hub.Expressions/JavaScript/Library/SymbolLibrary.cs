using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Symbol</c> (§20.4), without the registry: nothing here outlives an evaluation.</summary>
internal static class SymbolLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Symbol)
        .Getter("description", static (run, self, _) => This(run, self).Description is { } text ? text : default(JsValue))
        .Method("toString", 0, static (run, self, _) => This(run, self).ToString())
        .Method("valueOf", 0, static (run, self, _) => This(run, self))
        .FixedMethod(JsSymbol.ToPrimitive, 1, static (run, self, _) => This(run, self))
        .Tag("Symbol");

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.SymbolPrototype, PropertyFlags.None)
        .Value("iterator", JsSymbol.Iterator)
        .Value("asyncIterator", JsSymbol.AsyncIterator)
        .Value("hasInstance", JsSymbol.HasInstance)
        .Value("isConcatSpreadable", JsSymbol.IsConcatSpreadable)
        .Value("match", JsSymbol.Match)
        .Value("matchAll", JsSymbol.MatchAll)
        .Value("replace", JsSymbol.Replace)
        .Value("search", JsSymbol.Search)
        .Value("species", JsSymbol.Species)
        .Value("split", JsSymbol.Split)
        .Value("toPrimitive", JsSymbol.ToPrimitive)
        .Value("toStringTag", JsSymbol.ToStringTag)
        .Value("unscopables", JsSymbol.Unscopables);

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        run.Charge(32);
        return new JsSymbol(arguments.At(0).IsUndefined ? null : Coerce.ToText(run, arguments.At(0)));
    }

    private static JsSymbol This(Evaluation run, JsValue self) =>
        self.IsSymbol ? self.AsSymbol
        : self.ObjectOrNull is WrapperObject { Primitive: { IsSymbol: true } inner } ? inner.AsSymbol
        : throw run.TypeError("Symbol.prototype method called on a value that is not a symbol");
}
