namespace Hub.Tests;

/// <summary>A fact that reads public data sets; skipped with the reason where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactIfDataAttribute : FactAttribute
{
    public FactIfDataAttribute(params string[] sets) => Skip = TestData.ReasonToSkip(sets);
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryIfDataAttribute : TheoryAttribute
{
    public TheoryIfDataAttribute(params string[] sets) => Skip = TestData.ReasonToSkip(sets);
}
