using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>How each standard object is made.</summary>
internal static class Intrinsics
{
    private static readonly Func<Evaluation, JsObject>[] Makers = BuildMakers();

    public static JsObject Create(Evaluation run, IntrinsicId id)
    {
        run.Charge(200);
        return Makers[(int)id](run);
    }

    private static Func<Evaluation, JsObject>[] BuildMakers()
    {
        var makers = new Func<Evaluation, JsObject>[(int)IntrinsicId.Count];
        void Plain(IntrinsicId id, MemberTable table, IntrinsicId prototype = IntrinsicId.ObjectPrototype) =>
            makers[(int)id] = run => new IntrinsicObject(run.Intrinsic(prototype), table);
        void Constructor(IntrinsicId id, string name, int length, NativeCode call, NativeConstructor? construct, MemberTable table, IntrinsicId prototype = IntrinsicId.FunctionPrototype) =>
            makers[(int)id] = run => new NativeFunction(run, name, length, call, construct, table, run.Intrinsic(prototype));
        void Error(IntrinsicId prototypeId, IntrinsicId id, string name)
        {
            var isRoot = id == IntrinsicId.Error;
            Plain(prototypeId, ErrorLibrary.PrototypeTable(name, id), isRoot ? IntrinsicId.ObjectPrototype : IntrinsicId.ErrorPrototype);
            NativeConstructor construct = (run, arguments, newTarget) => ErrorLibrary.Make(run, arguments, newTarget, prototypeId);
            Constructor(id, name, 1, (run, _, arguments) => ErrorLibrary.Make(run, arguments, run.Intrinsic(id), prototypeId), construct,
                new MemberTable().Link("prototype", prototypeId, PropertyFlags.None), isRoot ? IntrinsicId.FunctionPrototype : IntrinsicId.Error);
        }

        makers[(int)IntrinsicId.ObjectPrototype] = static _ => new IntrinsicObject(null, ObjectLibrary.Prototype);
        makers[(int)IntrinsicId.FunctionPrototype] = static run => new NativeFunction(run, string.Empty, 0, static (_, _, _) => default, null, FunctionLibrary.Prototype, run.Intrinsic(IntrinsicId.ObjectPrototype));
        makers[(int)IntrinsicId.ThrowTypeError] = FunctionLibrary.MakeThrower;
        Plain(IntrinsicId.Global, GlobalLibrary.Table);
        Constructor(IntrinsicId.Object, "Object", 1, ObjectLibrary.Call, ObjectLibrary.Construct, ObjectLibrary.Statics);
        Constructor(IntrinsicId.Function, "Function", 1, FunctionLibrary.Refuse, FunctionLibrary.RefuseNew, FunctionLibrary.Statics);
        Plain(IntrinsicId.AsyncFunctionPrototype, FunctionLibrary.AsyncPrototype, IntrinsicId.FunctionPrototype);
        Plain(IntrinsicId.GeneratorFunctionPrototype, FunctionLibrary.GeneratorFunctionPrototype, IntrinsicId.FunctionPrototype);
        Plain(IntrinsicId.GeneratorPrototype, IteratorLibrary.Generator, IntrinsicId.IteratorPrototype);
        Error(IntrinsicId.ErrorPrototype, IntrinsicId.Error, "Error");
        Error(IntrinsicId.EvalErrorPrototype, IntrinsicId.EvalError, "EvalError");
        Error(IntrinsicId.RangeErrorPrototype, IntrinsicId.RangeError, "RangeError");
        Error(IntrinsicId.ReferenceErrorPrototype, IntrinsicId.ReferenceError, "ReferenceError");
        Error(IntrinsicId.SyntaxErrorPrototype, IntrinsicId.SyntaxError, "SyntaxError");
        Error(IntrinsicId.TypeErrorPrototype, IntrinsicId.TypeError, "TypeError");
        Error(IntrinsicId.UriErrorPrototype, IntrinsicId.UriError, "URIError");
        Plain(IntrinsicId.IteratorPrototype, IteratorLibrary.Prototype);
        Plain(IntrinsicId.ArrayIteratorPrototype, IteratorLibrary.Steps("Array Iterator"), IntrinsicId.IteratorPrototype);
        Plain(IntrinsicId.StringIteratorPrototype, IteratorLibrary.Steps("String Iterator"), IntrinsicId.IteratorPrototype);
        Plain(IntrinsicId.MapIteratorPrototype, IteratorLibrary.Steps("Map Iterator"), IntrinsicId.IteratorPrototype);
        Plain(IntrinsicId.SetIteratorPrototype, IteratorLibrary.Steps("Set Iterator"), IntrinsicId.IteratorPrototype);
        Plain(IntrinsicId.RegExpStringIteratorPrototype, IteratorLibrary.Steps("RegExp String Iterator"), IntrinsicId.IteratorPrototype);
        Plain(IntrinsicId.ArrayPrototype, ArrayLibrary.Prototype);
        Constructor(IntrinsicId.Array, "Array", 1, ArrayLibrary.Call, ArrayLibrary.Construct, ArrayLibrary.Statics);
        Plain(IntrinsicId.StringPrototype, StringLibrary.Prototype);
        Constructor(IntrinsicId.String, "String", 1, StringLibrary.Call, StringLibrary.Construct, StringLibrary.Statics);
        Plain(IntrinsicId.NumberPrototype, NumberLibrary.Prototype);
        Constructor(IntrinsicId.Number, "Number", 1, NumberLibrary.Call, NumberLibrary.Construct, NumberLibrary.Statics);
        Plain(IntrinsicId.BooleanPrototype, BooleanLibrary.Prototype);
        Constructor(IntrinsicId.Boolean, "Boolean", 1, BooleanLibrary.Call, BooleanLibrary.Construct, BooleanLibrary.Statics);
        Plain(IntrinsicId.SymbolPrototype, SymbolLibrary.Prototype);
        Constructor(IntrinsicId.Symbol, "Symbol", 0, SymbolLibrary.Call, static (run, _, _) => throw run.TypeError("Symbol is not a constructor"), SymbolLibrary.Statics);
        Plain(IntrinsicId.Math, MathLibrary.Table);
        Plain(IntrinsicId.Json, JsonLibrary.Table);
        Plain(IntrinsicId.France, FranceLibrary.Table);
        Plain(IntrinsicId.Intl, IntlLibrary.Table);
        Plain(IntrinsicId.IntlNumberFormatPrototype, IntlLibrary.NumberPrototype);
        Constructor(IntrinsicId.IntlNumberFormat, "NumberFormat", 0, IntlLibrary.CallNumber, IntlLibrary.ConstructNumber, IntlLibrary.NumberStatics);
        Plain(IntrinsicId.IntlDateTimeFormatPrototype, IntlLibrary.DatePrototype);
        Constructor(IntrinsicId.IntlDateTimeFormat, "DateTimeFormat", 0, IntlLibrary.CallDate, IntlLibrary.ConstructDate, IntlLibrary.DateStatics);
        Plain(IntrinsicId.DatePrototype, DateLibrary.Prototype);
        Constructor(IntrinsicId.Date, "Date", 7, DateLibrary.Call, DateLibrary.Construct, DateLibrary.Statics);
        Plain(IntrinsicId.RegExpPrototype, RegExpLibrary.Prototype);
        Constructor(IntrinsicId.RegExp, "RegExp", 2, RegExpLibrary.Call, RegExpLibrary.Construct, RegExpLibrary.Statics);
        Plain(IntrinsicId.MapPrototype, MapLibrary.Prototype);
        Constructor(IntrinsicId.Map, "Map", 0, MapLibrary.Call, MapLibrary.Construct, MapLibrary.Statics);
        Plain(IntrinsicId.SetPrototype, SetLibrary.Prototype);
        Constructor(IntrinsicId.Set, "Set", 0, SetLibrary.Call, SetLibrary.Construct, SetLibrary.Statics);
        Plain(IntrinsicId.PromisePrototype, PromiseLibrary.Prototype);
        Constructor(IntrinsicId.Promise, "Promise", 1, PromiseLibrary.Call, PromiseLibrary.Construct, PromiseLibrary.Statics);
        return makers;
    }
}
