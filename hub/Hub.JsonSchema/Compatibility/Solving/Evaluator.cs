using System.Text;
using System.Text.Json;
using Hub.JsonSchema.Compatibility.Terms;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>Tells whether a value meets a formula; null where a keyword is not understood.</summary>
internal sealed class Evaluator
{
    public bool? Holds(Formula formula, JsonElement value) => formula switch
    {
        Conjunction conjunction => Fold(conjunction.Of.Select(each => Holds(each, value)), settles: false),
        Disjunction disjunction => Fold(disjunction.Of.Select(each => Holds(each, value)), settles: true),
        TermLiteral { Term: var term, Holds: var holds } => Accepts(term, value) is { } accepts ? accepts == holds : null,
        DemandLiteral { Demand: var demand, Holds: var holds } => Meets(demand, value) is { } meets ? meets == holds : null,
        _ => null,
    };

    public bool? Accepts(Term term, JsonElement value) => Fold(term.Demands.Select(demand => Meets(demand, value)), settles: false);

    private static bool? Fold(IEnumerable<bool?> answers, bool settles)
    {
        bool? all = !settles;
        foreach (var answer in answers)
        {
            if (answer == settles)
            {
                return settles;
            }

            all = answer is null ? null : all;
        }

        return all;
    }

    private bool? Meets(Demand demand, JsonElement value) => demand switch
    {
        // Before anything unfolds: a condition on objects says nothing of a number.
        _ when (demand.Applies & TypeOf(value)) == 0 => true,
        NeverDemand => false,
        OpaqueDemand => null,
        ValuesDemand values => values.Values.Contains(CanonicalJson.Of(value)),
        TypesDemand types => MeetsType(types, value),
        CompositeDemand composite => Holds(composite.Unfold(holds: true), value),
        OneDemand one => ExactlyOne(one, value),
        _ => value.ValueKind switch
        {
            JsonValueKind.Number => MeetsNumber(demand, value),
            JsonValueKind.String => MeetsText(demand, value.GetString() ?? ""),
            JsonValueKind.Array => MeetsArray(demand, value),
            JsonValueKind.Object => MeetsObject(demand, value),
            _ => null,
        },
    };

    public static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => JsonTypes.Number,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        _ => JsonTypes.Object,
    };

    private static bool? MeetsType(TypesDemand types, JsonElement value)
    {
        var kind = TypeOf(value);
        return (types.Allowed & kind) != 0 ? true
            : kind == JsonTypes.Number && types.Allowed.HasFlag(JsonTypes.Integer) ? ExactDecimal.Parse(value.GetRawText())?.IsInteger
            : false;
    }

    private bool? ExactlyOne(OneDemand one, JsonElement value)
    {
        bool?[] answers = [.. one.Children.Select(term => Accepts(term, value))];
        var (sure, open) = (answers.Count(answer => answer == true), answers.Count(answer => answer is null));
        return sure > 1 ? false : open > 0 ? null : sure == 1;
    }

    private static bool? MeetsNumber(Demand demand, JsonElement value)
    {
        if (ExactDecimal.Parse(value.GetRawText()) is not { } number)
        {
            return null;
        }

        return demand switch
        {
            WholeDemand => number.IsInteger,
            DivisorDemand divisor => number.IsMultipleOf(divisor.Divisor),
            BoundDemand { Exclusive: true } bound => bound.Upper ? number < bound.Limit : number > bound.Limit,
            BoundDemand bound => bound.Upper ? number <= bound.Limit : number >= bound.Limit,
            _ => null,
        };
    }

    private static bool? MeetsText(Demand demand, string text) => demand switch
    {
        CountDemand count => MeetsCount(count, text.EnumerateRunes().Count()),
        TextDemand pattern => pattern.Language.IsMatch(text),
        FormatDemand format => format.Check(Encoding.UTF8.GetBytes(text)),
        _ => null,
    };

    private static bool MeetsCount(CountDemand count, int actual) => count.Upper ? actual <= count.Limit : actual >= count.Limit;

    private bool? MeetsArray(Demand demand, JsonElement array)
    {
        switch (demand)
        {
            case CountDemand count:
                return MeetsCount(count, array.GetArrayLength());
            case ItemsDemand items:
                var last = Math.Min(items.To ?? int.MaxValue, array.GetArrayLength());
                return Fold(array.EnumerateArray().Take(last).Skip(items.From).Select(item => Accepts(items.Term, item)), settles: false);
            case UniqueDemand:
                return array.EnumerateArray().Select(CanonicalJson.Of).Distinct().Count() == array.GetArrayLength();
            case ContainsDemand contains:
                bool?[] answers = [.. array.EnumerateArray().Select(item => Accepts(contains.Term, item))];
                var (sure, open) = (answers.Count(answer => answer == true), answers.Count(answer => answer is null));
                return sure > contains.Most || sure + open < contains.Least ? false : open > 0 ? null : true;
            default:
                return null;
        }
    }

    private bool? MeetsObject(Demand demand, JsonElement value) => demand switch
    {
        CountDemand count => MeetsCount(count, value.EnumerateObject().Count()),
        RequiredDemand required => value.TryGetProperty(required.Name, out _),
        MembersDemand members => Fold(value.EnumerateObject().Where(member => members.Names.Contains(member.Name)).Select(member => Accepts(members.Term, member.Value)), settles: false),
        NamesDemand names => Fold(value.EnumerateObject().Select(member => AcceptsName(names.Term, member.Name)), settles: false),
        _ => null,
    };

    /// <summary>Whether a name meets the schema of <c>propertyNames</c>.</summary>
    public bool? AcceptsName(Term term, string name) => Accepts(term, CanonicalJson.Parse(CanonicalJson.Text(name)));
}
