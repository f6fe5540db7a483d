using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.CitizenRelations.Cases;

/// <summary>A date of birth of which the day or the month may not be known: precision is <c>day</c>, <c>month</c> or <c>year</c>.</summary>
[JsonConverter(typeof(BirthDateConverter))]
internal sealed record BirthDate(string Value, string? Precision);

/// <summary>
/// An address as <c>address.postal</c> writes it, or as schema.org does: <c>streetAddress</c> for number and street, <c>postalCode</c> for the postcode.
/// </summary>
internal sealed record PostalAddress(
    string? HouseNumber, string? Street, string? Complement, string? Postcode, string? City, string? CityCode, string? StreetAddress = null, string? PostalCode = null);

/// <summary>A person in the canonical model's words.</summary>
internal sealed record Person(
    string? FamilyName,
    string? UsageName,
    IReadOnlyList<string>? GivenNames,
    BirthDate? BirthDate,
    string? Gender,
    string? BirthPlace,
    string? BirthCountry,
    string? Email,
    string? Phone,
    PostalAddress? Address);

/// <summary>A supporting document by claim check, as <c>document.supporting-document</c> writes it.</summary>
internal sealed record Document(string? Id, string? Kind, string? Name, string? MediaType, string? Href, string? Sha256, long? Size);

/// <summary>What the case has to know of its payment; the amount is in cents.</summary>
internal sealed record CasePayment(string? Reference, long? AmountCents, string? Status, DateTimeOffset? SettledAt);

/// <summary>Input of <c>openCase</c>.</summary>
internal sealed record OpenCase(
    string? Procedure,
    string? ExternalReference,
    string? Subject,
    Person? Applicant,
    IReadOnlyList<Person>? Children,
    IReadOnlyList<Document>? Documents,
    JsonElement? Details);

/// <summary>Input of <c>updateCase</c>; what is absent stays.</summary>
internal sealed record UpdateCase(
    string? CaseNumber, string? Status, string? Reason, string? Comment, IReadOnlyList<Document>? Documents, CasePayment? Payment, JsonElement? Details);

/// <summary>Input of <c>closeCase</c>.</summary>
internal sealed record CloseCase(string? CaseNumber, string? Reason);

/// <summary>Input of <c>readCase</c>: one of the two.</summary>
internal sealed record ReadCase(string? CaseNumber, string? ExternalReference);

/// <summary>Input of <c>findDuplicates</c>: the applicant, or the child where the case is about one.</summary>
internal sealed record FindDuplicates(string? Procedure, Person? Applicant, Person? Child);

/// <summary>A case as the hub is told of it: identifiers, state and times, no person.</summary>
internal sealed record CaseView(
    string CaseNumber, string ExternalReference, string Procedure, string Status, string? Reason, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt);

/// <summary>A case that may be the same as the one asked about; the score goes to 100.</summary>
internal sealed record DuplicateCandidate(string CaseNumber, string ExternalReference, string Procedure, string Status, DateTimeOffset OpenedAt, int Score);

internal sealed record Duplicates(IReadOnlyList<DuplicateCandidate> Candidates);

/// <summary>What a call belongs to.</summary>
internal sealed record CallContext(string IdempotencyKey, string Tenant, string JourneyId, string Channel, bool IsRecovery);
