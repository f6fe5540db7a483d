using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>String</c> (§22.1): constructor and table; the longer methods lie in <see cref="StringMethods"/>.</summary>
internal static class StringLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable("String")
        .Value("length", 0)
        .Link("constructor", IntrinsicId.String)
        .Method("at", 1, static (run, self, arguments) =>
        {
            var text = This(run, self);
            var index = Coerce.ToInteger(run, arguments.At(0));
            index = index < 0 ? text.Length + index : index;
            return index < 0 || index >= text.Length ? default(JsValue) : TextUnits.At(text, (int)index);
        })
        .Method("charAt", 1, static (run, self, arguments) =>
        {
            var text = This(run, self);
            var index = Coerce.ToInteger(run, arguments.At(0));
            return index < 0 || index >= text.Length ? string.Empty : TextUnits.At(text, (int)index);
        })
        .Method("charCodeAt", 1, static (run, self, arguments) =>
        {
            var text = This(run, self);
            var index = Coerce.ToInteger(run, arguments.At(0));
            return index < 0 || index >= text.Length ? double.NaN : text[(int)index];
        })
        .Method("codePointAt", 1, static (run, self, arguments) =>
        {
            var text = This(run, self);
            var index = Coerce.ToInteger(run, arguments.At(0));
            return index < 0 || index >= text.Length ? default(JsValue) : TextClass.PointAt(text, (int)index);
        })
        .Method("concat", 1, static (run, self, arguments) =>
        {
            JsValue text = This(run, self);
            foreach (var argument in arguments)
            {
                text = Coerce.Concat(run, text, Coerce.ToStringValue(run, argument));
            }

            return text;
        })
        .Method("endsWith", 1, StringMethods.EndsWith)
        .Method("includes", 1, StringMethods.Includes)
        .Method("indexOf", 1, StringMethods.IndexOf)
        .Method("isWellFormed", 0, static (run, self, _) => !StringMethods.HasLoneSurrogate(This(run, self)))
        .Method("lastIndexOf", 1, StringMethods.LastIndexOf)
        .Method("localeCompare", 1, static (run, self, arguments) =>
            Math.Sign(CultureInfo.GetCultureInfo("fr-FR").CompareInfo.Compare(StringMethods.Composed(This(run, self)), StringMethods.Composed(Coerce.ToText(run, arguments.At(0))), CompareOptions.None)))
        .Method("match", 1, static (run, self, arguments) => StringPatterns.Delegate(run, self, arguments.At(0), JsSymbol.Match, string.Empty))
        .Method("matchAll", 1, StringPatterns.MatchAll)
        .Method("normalize", 0, StringMethods.Normalize)
        .Method("padEnd", 1, static (run, self, arguments) => StringMethods.Pad(run, This(run, self), arguments, atStart: false))
        .Method("padStart", 1, static (run, self, arguments) => StringMethods.Pad(run, This(run, self), arguments, atStart: true))
        .Method("repeat", 1, StringMethods.Repeat)
        .Method("replace", 2, static (run, self, arguments) => StringPatterns.Replace(run, self, arguments, all: false))
        .Method("replaceAll", 2, static (run, self, arguments) => StringPatterns.Replace(run, self, arguments, all: true))
        .Method("search", 1, static (run, self, arguments) => StringPatterns.Delegate(run, self, arguments.At(0), JsSymbol.Search, string.Empty))
        .Method("slice", 2, StringMethods.Slice)
        .Method("split", 2, StringPatterns.Split)
        .Method("startsWith", 1, StringMethods.StartsWith)
        .Method("substr", 2, StringMethods.Substr)
        .Method("substring", 2, StringMethods.Substring)
        .Method("toLocaleLowerCase", 0, static (run, self, _) => StringMethods.Lower(run, This(run, self)))
        .Method("toLocaleUpperCase", 0, static (run, self, _) => StringMethods.Upper(run, This(run, self)))
        .Method("toLowerCase", 0, static (run, self, _) => StringMethods.Lower(run, This(run, self)))
        .Method("toString", 0, static (run, self, _) => Own(run, self))
        .Method("toUpperCase", 0, static (run, self, _) => StringMethods.Upper(run, This(run, self)))
        .Method("toWellFormed", 0, static (run, self, _) => StringMethods.WellFormed(run, This(run, self)))
        .Method("trim", 0, static (run, self, _) => StringMethods.Charged(run, This(run, self).Trim(Blanks)))
        .Method("trimEnd", 0, static (run, self, _) => StringMethods.Charged(run, This(run, self).TrimEnd(Blanks)))
        .Method("trimStart", 0, static (run, self, _) => StringMethods.Charged(run, This(run, self).TrimStart(Blanks)))
        .Alias("trimLeft", IntrinsicId.StringPrototype, "trimStart")
        .Alias("trimRight", IntrinsicId.StringPrototype, "trimEnd")
        .Method("valueOf", 0, static (run, self, _) => Own(run, self))
        .Method(JsSymbol.Iterator, 0, static (run, self, _) =>
        {
            var text = This(run, self);
            var position = 0;
            return new LibraryIterator(run, IntrinsicId.StringIteratorPrototype, "String Iterator", (Evaluation _, out JsValue value) =>
            {
                if (position >= text.Length)
                {
                    value = default;
                    return false;
                }

                var size = TextClass.PointAt(text, position) > 0xFFFF ? 2 : 1;
                value = size == 1 ? TextUnits.At(text, position) : text.Substring(position, 2);
                position += size;
                return true;
            });
        });

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.StringPrototype, PropertyFlags.None)
        .Method("fromCharCode", 1, static (run, _, arguments) =>
        {
            run.Charge(arguments.Length * 2L);
            var units = new char[arguments.Length];
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = (char)(ushort)Coerce.ToInt32(run, arguments[i]);
            }

            return new string(units);
        })
        .Method("fromCodePoint", 1, static (run, _, arguments) =>
        {
            var text = new StringBuilder();
            foreach (var argument in arguments)
            {
                var point = Coerce.ToNumber(run, argument);
                if (point is not (>= 0 and <= 0x10FFFF) || Math.Truncate(point) != point)
                {
                    throw run.RangeError($"Invalid code point {Coerce.ToText(run, argument)}");
                }

                if (point > 0xFFFF)
                {
                    text.Append(char.ConvertFromUtf32((int)point));
                }
                else
                {
                    text.Append((char)point);
                }
            }

            return text.ToString();
        })
        .Method("raw", 1, static (run, _, arguments) =>
        {
            var raw = Coerce.ToObject(run, Coerce.ToObject(run, arguments.At(0)).Get(run, "raw"));
            var length = Coerce.LengthOf(run, raw);
            JsValue text = string.Empty;
            for (var i = 0; i < length; i++)
            {
                run.Step();
                text = Coerce.Concat(run, text, Coerce.ToStringValue(run, raw.GetIndex(run, i)));
                if (i + 1 < length && i + 1 < arguments.Length)
                {
                    text = Coerce.Concat(run, text, Coerce.ToStringValue(run, arguments[i + 1]));
                }
            }

            return text;
        });

    private static char[] Blanks { get; } = TextClass.WhiteSpace.ToCharArray();

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        arguments.Length == 0 ? string.Empty : arguments[0].IsSymbol ? arguments[0].AsSymbol.ToString() : Coerce.ToStringValue(run, arguments[0]);

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        var text = arguments.Length == 0 ? string.Empty : Coerce.ToStringValue(run, arguments[0]);
        return new WrapperObject(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.StringPrototype), text);
    }

    /// <summary>The text that a method works on.</summary>
    public static string This(Evaluation run, JsValue self) => self.IsString ? self.AsString
        : self.IsNullish ? throw run.TypeError("String.prototype method called on null or undefined")
        : Coerce.ToText(run, self);

    private static JsValue Own(Evaluation run, JsValue self) =>
        self.IsString ? self
        : self.ObjectOrNull is WrapperObject { Primitive: { IsString: true } inner } ? inner
        : self.IsObject && ReferenceEquals(self.AsObject, run.Intrinsic(IntrinsicId.StringPrototype)) ? string.Empty
        : throw run.TypeError("String.prototype method called on a value that is not a string");
}
