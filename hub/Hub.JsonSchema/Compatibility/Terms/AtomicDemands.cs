using System.Globalization;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class NeverDemand(string location) : Demand("false", location, JsonTypes.Any)
{
    public override string Signature => "never";
}

/// <summary>A keyword that the comparison does not reason about; two that say the same are still the same.</summary>
internal sealed class OpaqueDemand(string keyword, string location, string says, IReadOnlyList<Term> terms) : Demand(keyword, location, JsonTypes.Any)
{
    public override string Signature => $"opaque {Keyword} {says}";

    public override IReadOnlyList<Term> Children => terms;
}

/// <summary><c>type</c>. In draft 4 the number 1.0 is no integer.</summary>
internal sealed class TypesDemand(string location, JsonTypes allowed, bool asDraft4) : Demand("type", location, JsonTypes.Any)
{
    public JsonTypes Allowed => allowed;

    public bool AsDraft4 => asDraft4 && allowed.HasFlag(JsonTypes.Integer) && !allowed.HasFlag(JsonTypes.Number);

    public override string Signature => $"type {(int)allowed} {AsDraft4}";
}

/// <summary>A number must be a whole one; what <c>type: integer</c> says of numbers.</summary>
internal sealed class WholeDemand(string location) : Demand("type", location, JsonTypes.Number)
{
    public override string Signature => "whole";
}

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class ValuesDemand(string keyword, string location, IReadOnlyList<string> values) : Demand(keyword, location, JsonTypes.Any)
{
    /// <summary>In their canonical text, in the order of the schema.</summary>
    public IReadOnlyList<string> Values => values;

    public override string Signature { get; } = "values " + string.Join('\n', values.Distinct().Order(StringComparer.Ordinal));
}

/// <summary><c>minimum</c>, <c>maximum</c> and the exclusive ones.</summary>
internal sealed class BoundDemand(string keyword, string location, ExactDecimal limit, bool upper, bool exclusive) : Demand(keyword, location, JsonTypes.Number)
{
    public ExactDecimal Limit => limit;

    public bool Upper => upper;

    public bool Exclusive => exclusive;

    public override string Signature => $"bound {limit} {upper} {exclusive}";
}

/// <summary><c>multipleOf</c>.</summary>
internal sealed class DivisorDemand(string location, ExactDecimal divisor) : Demand("multipleOf", location, JsonTypes.Number)
{
    public ExactDecimal Divisor => divisor;

    public override string Signature => $"multipleOf {divisor}";
}

/// <summary><c>minLength</c> and <c>maxLength</c>, in code points; <c>minItems</c>, <c>maxItems</c>, <c>minProperties</c>, <c>maxProperties</c>.</summary>
internal sealed class CountDemand(string keyword, string location, JsonTypes applies, int limit, bool upper) : Demand(keyword, location, applies)
{
    public int Limit => limit;

    public bool Upper => upper;

    public override string Signature => string.Create(CultureInfo.InvariantCulture, $"count {(int)Applies} {limit} {upper}");
}

/// <summary><c>pattern</c>.</summary>
internal sealed class TextDemand(string location, TextLanguage language) : Demand("pattern", location, JsonTypes.String)
{
    public TextLanguage Language => language;

    public override string Signature => "pattern " + language.Source;
}

/// <summary><c>format</c>, where it is asserted and known.</summary>
internal sealed class FormatDemand(string location, string name, FormatCheck check, bool isBuiltIn) : Demand("format", location, JsonTypes.String)
{
    public string Name => name;

    /// <summary>The format of that name that JSON Schema defines, and not another check under its name.</summary>
    public bool IsBuiltIn => isBuiltIn;

    public FormatCheck Check => check;

    public override string Signature => "format " + name;
}

/// <summary><c>prefixItems</c> and <c>items</c>: the items from one position to before another meet a subschema.</summary>
internal sealed class ItemsDemand(string keyword, string location, int from, int? to, Term term) : Demand(keyword, location, JsonTypes.Array)
{
    public int From => from;

    public int? To => to;

    public Term Term => term;

    public override string Signature => string.Create(CultureInfo.InvariantCulture, $"items {from} {to}");

    public override IReadOnlyList<Term> Children => [term];

    public override Narrowing Narrow() =>
        new(term, to == from + 1 ? string.Create(CultureInfo.InvariantCulture, $"/{from}") : "/[]", child => new ItemsDemand(Keyword, Location, from, to, child));
}

/// <summary><c>contains</c> with its bounds.</summary>
internal sealed class ContainsDemand(string location, Term term, long least, long? most) : Demand("contains", location, JsonTypes.Array)
{
    public Term Term => term;

    public long Least => least;

    public long? Most => most;

    public override string Signature => string.Create(CultureInfo.InvariantCulture, $"contains {least} {most}");

    public override IReadOnlyList<Term> Children => [term];
}

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueDemand(string location) : Demand("uniqueItems", location, JsonTypes.Array)
{
    public override string Signature => "unique";
}

/// <summary>One name of <c>required</c>.</summary>
internal sealed class RequiredDemand(string keyword, string location, string name) : Demand(keyword, location, JsonTypes.Object)
{
    public string Name => name;

    public override string Signature => "required " + name;
}

/// <summary>The members whose names are in a set meet a subschema: a member of <c>properties</c>, of <c>patternProperties</c>, <c>additionalProperties</c>.</summary>
internal sealed class MembersDemand(string keyword, string location, NameSet names, Term term) : Demand(keyword, location, JsonTypes.Object)
{
    public NameSet Names => names;

    public Term Term => term;

    public override string Signature => "members " + names.Signature;

    public override IReadOnlyList<Term> Children => [term];

    public override Narrowing Narrow() => new(term, names.Step, child => new MembersDemand(Keyword, Location, names, child));
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class NamesDemand(string location, Term term) : Demand("propertyNames", location, JsonTypes.Object)
{
    public Term Term => term;

    public override string Signature => "names";

    public override IReadOnlyList<Term> Children => [term];
}
