using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>type</c> (Validation 2020-12, 6.1.1). The verdict is the node's own first test; this is the keyword's voice.</summary>
internal sealed class TypeKeyword(SchemaNode node, JsonTypes types) : Keyword("type", JsonTypes.Any)
{
    private static readonly (JsonTypes Type, string Fr, string En)[] Names =
    [
        (JsonTypes.Null, "une valeur vide (null)", "an empty value (null)"),
        (JsonTypes.Boolean, "un booléen (vrai ou faux)", "a boolean (true or false)"),
        (JsonTypes.Integer, "un nombre entier", "a whole number"),
        (JsonTypes.Number, "un nombre", "a number"),
        (JsonTypes.String, "un texte", "a text"),
        (JsonTypes.Array, "une liste", "a list"),
        (JsonTypes.Object, "un objet", "an object"),
    ];

    public override bool OnlyReports => true;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        node.HasType(ref evaluation, evaluation.Tokens[at], at);

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var expected = Names.Where(name => (types & name.Type) != 0).ToList();
        return Sentences.WrongType(
            string.Join(" ou ", expected.Select(name => name.Fr)),
            string.Join(" or ", expected.Select(name => name.En)),
            WhatCame.Describe(ref evaluation, at));
    }
}
