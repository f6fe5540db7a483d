using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>const</c> (Validation 2020-12, 6.1.3).</summary>
internal sealed class ConstKeyword(JsonLiteral value) : Keyword("const", JsonTypes.Any)
{
    private readonly byte[]? _text = value.Kind == JsonKind.String ? value.Text() : null;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => _text is null
        ? JsonEquality.AreEqual(evaluation.View, at, value.View, 0)
        : evaluation.Tokens[at].Kind == JsonKind.String && evaluation.Text(at).SequenceEqual(_text);

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        Sentences.NotTheConstant(value.Display(), WhatCame.Describe(ref evaluation, at));
}
