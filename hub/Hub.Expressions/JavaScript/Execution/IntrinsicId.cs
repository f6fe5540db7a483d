namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The objects of the standard library that an evaluation makes for itself when first needed.</summary>
internal enum IntrinsicId
{
    Global,
    ObjectPrototype, Object,
    FunctionPrototype, Function, ThrowTypeError, AsyncFunctionPrototype, GeneratorFunctionPrototype, GeneratorPrototype,
    ErrorPrototype, Error, EvalErrorPrototype, EvalError, RangeErrorPrototype, RangeError, ReferenceErrorPrototype, ReferenceError,
    SyntaxErrorPrototype, SyntaxError, TypeErrorPrototype, TypeError, UriErrorPrototype, UriError,
    IteratorPrototype, ArrayIteratorPrototype, StringIteratorPrototype, MapIteratorPrototype, SetIteratorPrototype, RegExpStringIteratorPrototype,
    ArrayPrototype, Array,
    StringPrototype, String,
    NumberPrototype, Number,
    BooleanPrototype, Boolean,
    SymbolPrototype, Symbol,
    Math, Json, France,
    Intl, IntlNumberFormatPrototype, IntlNumberFormat, IntlDateTimeFormatPrototype, IntlDateTimeFormat,
    DatePrototype, Date,
    RegExpPrototype, RegExp,
    MapPrototype, Map, SetPrototype, Set,
    PromisePrototype, Promise,
    Count,
}
