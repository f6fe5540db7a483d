using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>enum</c> (Validation 2020-12, 6.1.2).</summary>
internal sealed class EnumKeyword : Keyword
{
    private const int Shown = 12;

    private readonly JsonLiteral[] _values;
    private readonly JsonLiteral[] _others;
    private readonly Utf8Table _texts;

    public EnumKeyword(JsonLiteral[] values)
        : base("enum", JsonTypes.Any)
    {
        _values = values;
        _others = [.. values.Where(value => value.Kind != JsonKind.String)];
        _texts = new Utf8Table([.. values.Where(value => value.Kind == JsonKind.String).Select(value => value.Text())]);
    }

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        if (evaluation.Tokens[at].Kind == JsonKind.String)
        {
            return _texts.Find(evaluation.Text(at), 0) >= 0;
        }

        foreach (var value in _others)
        {
            if (JsonEquality.AreEqual(evaluation.View, at, value.View, 0))
            {
                return true;
            }
        }

        return false;
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        Sentences.NotListed([.. _values.Take(Shown).Select(value => value.Display())], _values.Length, WhatCame.Describe(ref evaluation, at));
}
