using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>not</c> (Core 2020-12, 10.2.1.4). What its subschema evaluates never counts.</summary>
internal sealed class Not(SchemaNode schema) : Keyword("not", JsonTypes.Any)
{
    public override bool IsPlain => false;

    public override IEnumerable<SchemaNode> InPlace => [schema];

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => !schema.IsValid(ref evaluation, at);

    protected override BilingualText Explain(ref Evaluation evaluation, int at) => Sentences.Forbidden(WhatCame.Describe(ref evaluation, at));
}
