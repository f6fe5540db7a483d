using System.Text.Json.Serialization;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>One line of the journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(SignInWritten), "signIn")]
[JsonDerivedType(typeof(AttemptBegun), "attempt")]
[JsonDerivedType(typeof(AttemptSpent), "spent")]
[JsonDerivedType(typeof(ResultWritten), "result")]
internal abstract record JournalEntry;

/// <summary>A sign-in is new or has changed; the last line counts.</summary>
internal sealed record SignInWritten(SignIn SignIn) : JournalEntry;

internal sealed record AttemptBegun(Attempt Attempt) : JournalEntry;

internal sealed record AttemptSpent(string State) : JournalEntry;

/// <summary>A result is new or was redeemed; the last line counts.</summary>
internal sealed record ResultWritten(SealedResult Result) : JournalEntry;
