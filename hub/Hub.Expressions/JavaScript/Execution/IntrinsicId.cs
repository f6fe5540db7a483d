namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The objects of the standard library that an evaluation makes for itself when first needed.</summary>
internal enum IntrinsicId
{
    // Most evaluations touch only these; Evaluation keeps them apart.
    ObjectPrototype, FunctionPrototype, ArrayPrototype, StringPrototype, Array, RegExpPrototype,

    Global,
    Object,
    Function, ThrowTypeError, AsyncFunctionPrototype, GeneratorFunctionPrototype, GeneratorPrototype,
    ErrorPrototype, Error, EvalErrorPrototype, EvalError, RangeErrorPrototype, RangeError, ReferenceErrorPrototype, ReferenceError,
    SyntaxErrorPrototype, SyntaxError, TypeErrorPrototype, TypeError, UriErrorPrototype, UriError,
    IteratorPrototype, ArrayIteratorPrototype, StringIteratorPrototype, MapIteratorPrototype, SetIteratorPrototype, RegExpStringIteratorPrototype,
    String,
    NumberPrototype, Number,
    BooleanPrototype, Boolean,
    SymbolPrototype, Symbol,
    Math, Json, France,
    Intl, IntlNumberFormatPrototype, IntlNumberFormat, IntlDateTimeFormatPrototype, IntlDateTimeFormat,
    DatePrototype, Date,
    RegExp,
    MapPrototype, Map, SetPrototype, Set,
    PromisePrototype, Promise,
    Count,
}
